import Taro from '@tarojs/taro'

/** Told whenever the device gains or loses its network. */
export function onNetwork(listen: (online: boolean) => void): void {
  Taro.onNetworkStatusChange(({ isConnected }) => listen(isConnected))
}

export const isOnline = async (): Promise<boolean> => (await Taro.getNetworkType()).networkType !== 'none'
