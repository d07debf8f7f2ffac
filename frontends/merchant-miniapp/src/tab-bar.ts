import { dressTabs } from '@linli/mini-ui'
import { words } from './words'

const TABS = ['tabToday', 'tabOrders', 'tabVerify', 'tabGoods', 'tabMe'] as const

/** Texts and colours of the tab bar follow the settings. */
export const dressTabBar = (): void => dressTabs(TABS.map((word) => words.translate(word)))
