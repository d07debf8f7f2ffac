import { Messages } from '@linli/mini-ui'
import { api } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Screen } from '../../components/screen'
import { follow } from '../../routes'
import { useT } from '../../words'

export default function MessagesPage() {
  const t = useT()
  return (
    <Screen title={t('messagesTitle')}>
      <NeedsLogin>
        <Messages api={api} onOpen={({ link }) => follow(link)} />
      </NeedsLogin>
    </Screen>
  )
}
