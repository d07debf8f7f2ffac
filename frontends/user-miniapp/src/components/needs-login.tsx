import { Empty } from '@linli/mini-ui'
import type { ReactNode } from 'react'
import { go } from '../routes'
import { useSignedIn } from '../stores/session'
import { useT } from '../words'

/** Shows its content to whoever is signed in, and the way in to everybody else. */
export function NeedsLogin({ children }: { readonly children: ReactNode }) {
  const t = useT()
  if (useSignedIn()) return children
  return (
    <Empty icon='user' title={t('loginFirst')} action={{ text: t('loginTitle'), onTap: () => go('login') }} />
  )
}
