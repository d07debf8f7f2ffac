import { Button, Check, Tap, toast, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { api } from '../../api'
import { Screen } from '../../components/screen'
import { isSimulated, logIn } from '../../platform/wechat'
import { go, goBack, goInstead } from '../../routes'
import { useConsent } from '../../stores/consent'
import { usePlace } from '../../stores/place'
import { useSession } from '../../stores/session'
import { useT } from '../../words'
import { placeOf } from '../place/place-of'
import './index.scss'

/** Nothing is asked of WeChat before the person has agreed to the terms. */
export default function Login() {
  const t = useT()
  const { code, error } = useRouter().params
  const { agreed, agree, report } = useConsent()
  const [asked, setAsked] = useState(false)

  const enter = useAction(async (wechatCode: string): Promise<void> => {
    const { accessToken, refreshToken, user } = await api.createWechatSession({ body: { code: wechatCode } })
    useSession.getState().keep({ accessToken, refreshToken })
    await report()
    const remembered = usePlace.getState().place
    if (remembered?.pickupPointId) {
      if (user.pickupPointId === null)
        await api.setMyPickupPoint({ body: { pickupPointId: remembered.pickupPointId } })
    } else if (user.communityId !== null) {
      usePlace.getState().choose(await placeOf(user.communityId, user.pickupPointId))
    }
    if (isSimulated) goInstead('home')
    else goBack()
  })
  const start = useAction(async (): Promise<void> => {
    if (!agreed) {
      setAsked(true)
      toast(t('loginNeedAgree'))
      return
    }
    const wechatCode = await logIn()
    if (wechatCode) await enter.run(wechatCode)
  })
  // Back from the simulated log-in of the browser.
  useEffect(() => {
    if (code) void enter.run(code)
    else if (error) toast(t('loginFailed'))
  }, [code, error])

  return (
    <Screen title={t('loginTitle')}>
      <View className='login'>
        <View className='login__mark'>邻</View>
        <View className='login__lead'>{t('loginLead')}</View>
        <View className='ll-muted'>{t('loginNote')}</View>
        <View className='login__go'>
          <Button block size='large' loading={start.pending || enter.pending} onTap={() => void start.run()}>
            {t(isSimulated ? 'loginDemo' : 'loginWechat')}
          </Button>
          {isSimulated && <View className='ll-muted'>{t('loginDemoNote')}</View>}
        </View>
        <View className={`login__terms ${asked && !agreed ? 'login__terms--asked' : ''}`}>
          <Check checked={agreed} label={t('loginAgree')} onChange={agree} />
          <View className='ll-grow'>
            {t('loginAgree')}
            <Tap className='login__link' onTap={() => go('agreement', { tab: 'terms' })}>
              {t('agreementUser')}
            </Tap>
            {t('and')}
            <Tap className='login__link' onTap={() => go('agreement', { tab: 'privacy' })}>
              {t('agreementPrivacy')}
            </Tap>
          </View>
        </View>
      </View>
    </Screen>
  )
}
