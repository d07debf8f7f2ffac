import Taro from '@tarojs/taro'
import { create } from 'zustand'

/** Whether the device has a network, as far as it knows. */
export const useConnection = create<{ readonly online: boolean }>()(() => ({ online: true }))

/** Call once at launch. */
export function followConnection(): void {
  const note = (online: boolean): void => useConnection.setState({ online })
  Taro.onNetworkStatusChange(({ isConnected }) => note(isConnected))
  void Taro.getNetworkType({ success: ({ networkType }) => note(networkType !== 'none') })
}

export const useOnline = (): boolean => useConnection(({ online }) => online)
