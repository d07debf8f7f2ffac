import Taro, { usePullDownRefresh } from '@tarojs/taro'
import { useRef } from 'react'

/** Pulling the page down loads it anew; the page has to say `enablePullDownRefresh`. */
export function useRefresh(reload: () => Promise<unknown>): void {
  const latest = useRef(reload)
  latest.current = reload
  usePullDownRefresh(() => void latest.current().finally(() => Taro.stopPullDownRefresh()))
}
