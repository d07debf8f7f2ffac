import { Button, Card, Chip, confirm, Row, Switch, useAction, useSettings } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { api } from '../../api'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { useDesk } from '../../stores/desk'
import { useSession, useSignedIn } from '../../stores/session'
import { useT } from '../../words'
import './index.scss'

const APPEARANCES = [
  ['system', 'appearanceSystem'],
  ['light', 'appearanceLight'],
  ['dark', 'appearanceDark'],
] as const

export default function Settings() {
  const t = useT()
  const { lang, appearance, large, set } = useSettings()
  const signedIn = useSignedIn()
  const leave = useAction(async () => {
    if (!(await confirm({ title: t('logoutAsk'), confirmText: t('logout') }))) return
    // Signed out here is what counts; the server forgets the tokens when it can be reached.
    await api.logoutMerchant({}).catch(() => undefined)
    useSession.getState().keep(undefined)
    useDesk.getState().clear()
    go('me')
  })
  return (
    <Screen title={t('settingsTitle')}>
      <Card title={t('language')}>
        <View className='ll-wrap'>
          <Chip selected={lang === 'zh'} onTap={() => set({ lang: 'zh' })}>
            中文
          </Chip>
          <Chip selected={lang === 'en'} onTap={() => set({ lang: 'en' })}>
            English
          </Chip>
        </View>
      </Card>
      <Card title={t('appearance')}>
        <View className='ll-wrap'>
          {APPEARANCES.map(([value, word]) => (
            <Chip key={value} selected={appearance === value} onTap={() => set({ appearance: value })}>
              {t(word)}
            </Chip>
          ))}
        </View>
      </Card>
      <Card pad={false}>
        <Row
          title={t('largeType')}
          note={t('largeTypeNote')}
          value={<Switch checked={large} label={t('largeType')} onChange={(on) => set({ large: on })} />}
        />
      </Card>
      {signedIn && (
        <View className='settings__leave'>
          <Button block kind='danger' size='large' loading={leave.pending} onTap={() => void leave.run()}>
            {t('logout')}
          </Button>
        </View>
      )}
    </Screen>
  )
}
