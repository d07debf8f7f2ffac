import { Button, Card, confirm, Preferences, Row, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { api } from '../../api'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { useDesk } from '../../stores/desk'
import { useSession, useSignedIn } from '../../stores/session'
import { useT } from '../../words'
import './index.scss'

export default function Settings() {
  const t = useT()
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
      <Preferences />
      {signedIn && (
        <Card pad={false}>
          <Row icon='secured' title={t('passwordTitle')} onTap={() => go('password')} />
        </Card>
      )}
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
