import { badgeTab, followConnection, followDevice, knowAria, useSettings } from '@linli/mini-ui'
import { useDidShow, useLaunch } from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import { useCart } from './stores/cart'
import { dressTabBar } from './tab-bar'
import './app.scss'

const CART_TAB = 2

knowAria()

export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    followDevice()
    followConnection()
    useSettings.subscribe(dressTabBar)
    useCart.subscribe(({ cart }) => badgeTab(CART_TAB, cart?.itemCount ?? 0))
  })
  useDidShow(dressTabBar)
  return children
}
