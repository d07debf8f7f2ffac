import { badgeTab, followConnection, followDevice, knowAria } from '@linli/mini-ui'
import { useLaunch } from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import { useCart } from './stores/cart'
import './app.scss'

const CART_TAB = 2

knowAria()

export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    followDevice()
    followConnection()
    useCart.subscribe(({ cart }) => badgeTab(CART_TAB, cart?.itemCount ?? 0))
  })
  return children
}
