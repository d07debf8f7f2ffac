import { Messages } from '@linli/mini-ui'
import { api } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { useT } from '../../words'

/** A message about an order leads to it. */
function follow(link: string): void {
  const [, id] = /orders?\/([\w-]+)/.exec(link) ?? []
  if (id) go('order', id)
}

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
