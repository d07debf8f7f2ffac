import { Button, Card, Field, Picture, Tap, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { api, errorCode } from '../../api'
import { Screen } from '../../components/screen'
import { goBack } from '../../routes'
import { useDesk } from '../../stores/desk'
import { useSession } from '../../stores/session'
import { useT } from '../../words'
import './index.scss'

const CAPTCHA_REQUIRED = 1107
const CAPTCHA_WRONG = 1108
const PASSWORD_CHANGE_REQUIRED = 1109

export default function Login() {
  const t = useT()
  const [form, setForm] = useState({ login: '', password: '', newPassword: '', captchaAnswer: '' })
  const [tried, setTried] = useState(false)
  const [renew, setRenew] = useState(false)
  const [captcha, setCaptcha] = useState<{ captchaId: string; svg: string }>()
  const change = (part: Partial<typeof form>): void => setForm((old) => ({ ...old, ...part }))
  const draw = useAction(async () => {
    setCaptcha(await api.getCaptcha({}))
    change({ captchaAnswer: '' })
  })
  const enter = useAction(
    async () => {
      setTried(true)
      if (form.login === '' || form.password === '') return
      const { accessToken, refreshToken } = await api.createMerchantSession({
        body: {
          login: form.login.trim(),
          password: form.password,
          ...(renew && { newPassword: form.newPassword }),
          ...(captcha && { captchaId: captcha.captchaId, captchaAnswer: form.captchaAnswer }),
        },
      })
      useSession.getState().keep({ accessToken, refreshToken })
      await useDesk.getState().load()
      goBack()
    },
    (error) => {
      const code = errorCode(error)
      if (code === PASSWORD_CHANGE_REQUIRED) setRenew(true)
      // A captcha is good for one try.
      if (captcha || code === CAPTCHA_REQUIRED || code === CAPTCHA_WRONG) void draw.run()
      return false
    },
  )
  const missing = (value: string, name: string): string | undefined =>
    tried && value === '' ? t('required', { name }) : undefined
  return (
    <Screen title={t('loginTitle')}>
      <View className='enter'>
        <View className='enter__mark'>邻</View>
        <View className='enter__lead'>{t('loginLead')}</View>
        <View className='ll-muted'>{t('loginNote')}</View>
      </View>
      <Card pad={false}>
        <Field
          label={t('loginName')}
          value={form.login}
          maxLength={50}
          error={missing(form.login, t('loginName'))}
          onChange={(login) => change({ login })}
        />
        <Field
          label={t('loginPassword')}
          type='password'
          value={form.password}
          maxLength={64}
          error={missing(form.password, t('loginPassword'))}
          onChange={(password) => change({ password })}
          onDone={() => void enter.run()}
        />
        {renew && (
          <Field
            label={t('loginNewPassword')}
            type='password'
            value={form.newPassword}
            maxLength={64}
            error={missing(form.newPassword, t('loginNewPassword'))}
            onChange={(newPassword) => change({ newPassword })}
          />
        )}
        {captcha && (
          <View className='enter__captcha'>
            <View className='ll-grow'>
              <Field
                label={t('loginCaptcha')}
                value={form.captchaAnswer}
                maxLength={8}
                error={missing(form.captchaAnswer, t('loginCaptcha'))}
                onChange={(captchaAnswer) => change({ captchaAnswer })}
              />
            </View>
            <Tap label={t('loginCaptchaNew')} onTap={() => void draw.run()}>
              <Picture
                className='enter__picture'
                src={`data:image/svg+xml,${encodeURIComponent(captcha.svg)}`}
                alt={t('loginCaptcha')}
              />
            </Tap>
          </View>
        )}
      </Card>
      <View className='enter__go'>
        <Button block size='large' loading={enter.pending} onTap={() => void enter.run()}>
          {t('loginGo')}
        </Button>
      </View>
    </Screen>
  )
}
