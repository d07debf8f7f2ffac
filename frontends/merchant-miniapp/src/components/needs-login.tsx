import { Empty, ErrorView, SkeletonRows, useQuery } from '@linli/mini-ui'
import type { ReactNode } from 'react'
import { go } from '../routes'
import { useDesk } from '../stores/desk'
import { useSignedIn } from '../stores/session'
import { useT } from '../words'

/** Shows its content once it is known who works here and what they may do. */
export function NeedsLogin({ children }: { readonly children: ReactNode }) {
  const t = useT()
  const signedIn = useSignedIn()
  const { me, load } = useDesk()
  const query = useQuery(signedIn && !me ? 'desk' : undefined, load)
  if (!signedIn)
    return (
      <Empty
        icon='shop'
        title={t('loginFirst')}
        note={t('loginNote')}
        action={{ text: t('loginTitle'), onTap: () => go('login') }}
      />
    )
  if (me) return <>{children}</>
  return query.failure ? (
    <ErrorView failure={query.failure} onRetry={() => void query.reload()} />
  ) : (
    <SkeletonRows rows={3} />
  )
}
