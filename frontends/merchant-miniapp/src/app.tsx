import { followConnection, followDevice, knowAria, useSettings } from '@linli/mini-ui'
import { useDidShow, useLaunch } from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import { keepWatch } from './stores/watch'
import { dressTabBar } from './tab-bar'
import './app.scss'

knowAria()

export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    followDevice()
    followConnection()
    keepWatch()
    useSettings.subscribe(dressTabBar)
  })
  useDidShow(dressTabBar)
  return children
}
