import { Page, useQuery, useTabBar } from '@linli/mini-ui'
import type { ComponentProps } from 'react'
import { addressOf } from '../routes'
import { useDesk } from '../stores/desk'
import { useSignedIn } from '../stores/session'
import { useT } from '../words'

const TABS = ['tabToday', 'tabOrders', 'tabVerify', 'tabGoods', 'tabMe'] as const

/**
 * The shared frame; from a page that was opened by a link, back leads to today. Such a page also has to learn who
 * works here before it knows what to offer.
 */
export function Screen(props: Omit<ComponentProps<typeof Page>, 'home'>) {
  const t = useT()
  useTabBar(props.tab ? TABS.map((word) => t(word)) : undefined)
  const signedIn = useSignedIn()
  const { me, load } = useDesk()
  useQuery(signedIn && !me ? 'desk' : undefined, load)
  return <Page {...props} home={addressOf('today')} />
}
