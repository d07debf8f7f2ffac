import { Button, Card, confirm, Preferences, Row, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { api } from '../../api'
import { Screen } from '../../components/screen'
import { go, goInstead } from '../../routes'
import { useCart } from '../../stores/cart'
import { useConsent } from '../../stores/consent'
import { useSession, useSignedIn } from '../../stores/session'
import { useT } from '../../words'
import './index.scss'

export default function Settings() {
  const t = useT()
  const signedIn = useSignedIn()
  const leave = useAction(async () => {
    if (!(await confirm({ title: t('logoutAsk'), confirmText: t('logout') }))) return
    // Signed out here is what counts; the server forgets the tokens when it can be reached.
    await api.logout({}).catch(() => undefined)
    useSession.getState().keep(undefined)
    useCart.getState().clear()
    useConsent.getState().agree(false) // whoever signs in next on this device agrees themselves
    goInstead('me')
  })
  return (
    <Screen title={t('settingsTitle')}>
      <Preferences />
      {signedIn && (
        <>
          <Card pad={false}>
            <Row icon='delete' title={t('deletion')} onTap={() => go('deletion')} />
          </Card>
          <View className='settings__leave'>
            <Button block kind='danger' size='large' loading={leave.pending} onTap={() => void leave.run()}>
              {t('logout')}
            </Button>
          </View>
        </>
      )}
    </Screen>
  )
}
