import Taro from '@tarojs/taro'
import type { Root, Scheme } from './scheme.types'

const isScheme = (value: unknown): value is Scheme => value === 'light' || value === 'dark'

export function systemScheme(): Scheme {
  const { theme } = Taro.getAppBaseInfo()
  return isScheme(theme) ? theme : 'light'
}

export function onSystemScheme(listen: (scheme: Scheme) => void): void {
  Taro.onThemeChange(({ theme }) => isScheme(theme) && listen(theme))
}

/** The window behind the page, seen when it is pulled. */
export function paintRoot({ dark }: Root): void {
  void Taro.setBackgroundTextStyle({ textStyle: dark ? 'light' : 'dark' })
}
