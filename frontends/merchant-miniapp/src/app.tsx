import { followConnection, followDevice, knowAria } from '@linli/mini-ui'
import { useLaunch } from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import { keepWatch } from './stores/watch'
import './app.scss'

knowAria()

export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    followDevice()
    followConnection()
    keepWatch()
  })
  return children
}
