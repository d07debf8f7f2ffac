import Taro from '@tarojs/taro'

const GAP_PX = 2

/** Room for the status bar; the capsule of WeChat lies in the bar's own row. */
export function navTop(): string {
  const { top } = Taro.getMenuButtonBoundingClientRect()
  return `${Math.max(0, top - GAP_PX * 3)}px`
}
