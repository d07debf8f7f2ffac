import Taro from '@tarojs/taro'

/** Where every page lives; pages name each other by these words only. */
const PAGES = {
  today: '/pages/today/index',
  orders: '/pages/orders/index',
  verify: '/pages/verify/index',
  goods: '/pages/goods/index',
  me: '/pages/me/index',
  login: '/pkg-desk/login/index',
  order: '/pkg-desk/order/index',
  product: '/pkg-desk/product/index',
  productEdit: '/pkg-desk/product-edit/index',
  print: '/pkg-desk/print/index',
  waiting: '/pkg-desk/waiting/index',
  messages: '/pkg-desk/messages/index',
  password: '/pkg-desk/password/index',
  settings: '/pkg-desk/settings/index',
  shop: '/pkg-desk/shop/index',
} as const

export type PageName = keyof typeof PAGES

const TABS: readonly PageName[] = ['today', 'orders', 'verify', 'goods', 'me']

export const addressOf = (page: PageName, id?: string): string =>
  id === undefined ? PAGES[page] : `${PAGES[page]}?id=${encodeURIComponent(id)}`

export function go(page: PageName, id?: string): void {
  if (TABS.includes(page)) void Taro.switchTab({ url: PAGES[page] })
  else void Taro.navigateTo({ url: addressOf(page, id) })
}

/** Takes the place of the page one is on: back must not lead to it again. */
export function goInstead(page: PageName, id?: string): void {
  if (TABS.includes(page)) void Taro.switchTab({ url: PAGES[page] })
  else void Taro.redirectTo({ url: addressOf(page, id) })
}

export function goBack(): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack()
  else void Taro.switchTab({ url: PAGES.today })
}
