import Taro, { useDidShow } from '@tarojs/taro'
import { useEffect, useRef } from 'react'
import { schemeOf, useScheme, useSettings } from '../settings'

// The native bar reads no CSS variables: these are tokens of theme/_tokens.scss.
const STYLES = {
  light: { color: '#5b675f', selectedColor: '#0b7a50', backgroundColor: '#ffffff', borderStyle: 'white' },
  dark: { color: '#a3b0a8', selectedColor: '#4fcf98', backgroundColor: '#18201b', borderStyle: 'black' },
} as const

// Refused on a page without the bar; the next tab page dresses it again.
const quietly = { fail: () => undefined }

/** Texts and colours of the tab bar. @param texts in the order of app.config @param onHeard called for every answer */
function dressTabs(texts: readonly string[], onHeard: () => void): void {
  const settle = (promise: Promise<unknown>): void => void promise.then(onHeard, onHeard)
  settle(Taro.setTabBarStyle({ ...STYLES[schemeOf(useSettings.getState())], ...quietly }))
  texts.forEach((text, index) => {
    settle(Taro.setTabBarItem({ index, text, ...quietly }))
  })
}

const AGAIN_MS = 50

/** Keeps the bar dressed while a page of it is shown. @param texts undefined on pages without the bar */
export function useTabBar(texts: readonly string[] | undefined): void {
  const scheme = useScheme()
  const wanted = texts?.join()
  const again = useRef<ReturnType<typeof setTimeout>>()
  // In a browser the bar may come after the page: until then it hears nothing, and nobody says so.
  const dress = (): void => {
    clearTimeout(again.current)
    if (!texts) return
    again.current = setTimeout(dress, AGAIN_MS)
    dressTabs(texts, () => clearTimeout(again.current))
  }
  useDidShow(dress)
  useEffect(() => {
    dress()
    return () => clearTimeout(again.current)
  }, [scheme, wanted])
}

/** The number on a tab; none when it is 0. */
export function badgeTab(index: number, count: number): void {
  const done: Promise<unknown> =
    count > 0
      ? Taro.setTabBarBadge({ index, text: count > 99 ? '99+' : String(count), ...quietly })
      : Taro.removeTabBarBadge({ index, ...quietly })
  done.catch(quietly.fail)
}
