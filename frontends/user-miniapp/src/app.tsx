import { badgeTab, followConnection, followDevice, knowAria } from '@linli/mini-ui'
import { useLaunch } from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import { useCart } from './stores/cart'
import { useUnread } from './stores/unread'
import './app.scss'

const CART_TAB = 2
const ME_TAB = 3

knowAria()

export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    followDevice()
    followConnection()
    useCart.subscribe(({ cart }) => badgeTab(CART_TAB, cart?.itemCount ?? 0))
    useUnread.subscribe(({ total }) => badgeTab(ME_TAB, total))
  })
  return children
}
