import Taro, { useDidShow } from '@tarojs/taro'
import { useEffect, useRef } from 'react'
import { schemeOf, useScheme, useSettings } from '../settings'
import { TAB_COLOURS, tabIconFile } from './tab-colours'

export type BarTab = {
  /** As build/make-tab-icons.mjs was told. */
  readonly icon: string
  readonly text: string
}

// Refused on a page without the bar; the next tab page dresses it again.
const quietly = { fail: () => undefined }

/** Texts, colours and icons of the tab bar. @param tabs in the order of app.config @param onHeard called for every answer */
function dressTabs(tabs: readonly BarTab[], onHeard: () => void): void {
  const settle = (promise: Promise<unknown>): void => void promise.then(onHeard, onHeard)
  const scheme = schemeOf(useSettings.getState())
  const iconAt = (icon: string, selected: boolean): string =>
    `${process.env.TARO_APP_BASE}static/${tabIconFile(icon, scheme, selected)}`
  settle(Taro.setTabBarStyle({ ...TAB_COLOURS[scheme], ...quietly }))
  tabs.forEach(({ icon, text }, index) => {
    const icons = { iconPath: iconAt(icon, false), selectedIconPath: iconAt(icon, true) }
    settle(Taro.setTabBarItem({ index, text, ...icons, ...quietly }))
  })
}

const AGAIN_MS = 50

/** Keeps the bar dressed while a page of it is shown. @param tabs undefined on pages without the bar */
export function useTabBar(tabs: readonly BarTab[] | undefined): void {
  const scheme = useScheme()
  const wanted = tabs?.map(({ text }) => text).join()
  const again = useRef<ReturnType<typeof setTimeout>>()
  // In a browser the bar may come after the page: until then it hears nothing, and nobody says so.
  const dress = (): void => {
    clearTimeout(again.current)
    if (!tabs) return
    again.current = setTimeout(dress, AGAIN_MS)
    dressTabs(tabs, () => clearTimeout(again.current))
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
