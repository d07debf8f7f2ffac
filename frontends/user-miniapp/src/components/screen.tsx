import { Page, useTabBar } from '@linli/mini-ui'
import type { ComponentProps } from 'react'
import { addressOf } from '../routes'
import { useT } from '../words'

const TABS = [
  { icon: 'home', word: 'tabHome' },
  { icon: 'category', word: 'tabCategory' },
  { icon: 'cart', word: 'tabCart' },
  { icon: 'me', word: 'tabMe' },
] as const

/** The shared frame; from a page that was opened by a link, back leads home. */
export function Screen(props: Omit<ComponentProps<typeof Page>, 'home'>) {
  const t = useT()
  useTabBar(props.tab ? TABS.map(({ icon, word }) => ({ icon, text: t(word) })) : undefined)
  return <Page {...props} home={addressOf('home')} />
}
