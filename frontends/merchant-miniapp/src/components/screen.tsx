import { Page, useQuery } from '@linli/mini-ui'
import type { ComponentProps } from 'react'
import { addressOf } from '../routes'
import { useDesk } from '../stores/desk'
import { useSignedIn } from '../stores/session'

/**
 * The shared frame; from a page that was opened by a link, back leads to today. Such a page also has to learn who
 * works here before it knows what to offer.
 */
export function Screen(props: Omit<ComponentProps<typeof Page>, 'home'>) {
  const signedIn = useSignedIn()
  const { me, load } = useDesk()
  useQuery(signedIn && !me ? 'desk' : undefined, load)
  return <Page {...props} home={addressOf('today')} />
}
