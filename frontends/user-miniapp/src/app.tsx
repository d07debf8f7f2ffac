import { followConnection, followDevice } from '@linli/mini-ui'
import { useLaunch } from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import './app.scss'

export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    followDevice()
    followConnection()
  })
  return children
}
