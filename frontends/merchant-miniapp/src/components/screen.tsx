import { Page, useQuery, useTabBar } from '@linli/mini-ui'
import type { ComponentProps } from 'react'
import { addressOf } from '../routes'
import { useDesk } from '../stores/desk'
import { useSignedIn } from '../stores/session'
import { useT } from '../words'

const TABS = [
  { icon: 'today', word: 'tabToday' },
  { icon: 'orders', word: 'tabOrders' },
  { icon: 'verify', word: 'tabVerify' },
  { icon: 'goods', word: 'tabGoods' },
  { icon: 'me', word: 'tabMe' },
] as const

/**
 * The shared frame; from a page that was opened by a link, back leads to today. Such a page also has to learn who
 * works here before it knows what to offer.
 */
export function Screen(props: Omit<ComponentProps<typeof Page>, 'home'>) {
  const t = useT()
  useTabBar(props.tab ? TABS.map(({ icon, word }) => ({ icon, text: t(word) })) : undefined)
  const signedIn = useSignedIn()
  const { me, load } = useDesk()
  useQuery(signedIn && !me ? 'desk' : undefined, load)
  return <Page {...props} home={addressOf('today')} />
}
