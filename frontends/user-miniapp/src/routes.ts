import { storageKey } from '@linli/mini-ui'
import Taro from '@tarojs/taro'

/** Where every page lives; pages name each other by these words only. */
const PAGES = {
  home: '/pages/home/index',
  category: '/pages/category/index',
  cart: '/pages/cart/index',
  me: '/pages/me/index',
  product: '/pkg-goods/detail/index',
  search: '/pkg-goods/search/index',
  checkout: '/pkg-order/checkout/index',
  result: '/pkg-order/result/index',
  orders: '/pkg-order/list/index',
  order: '/pkg-order/detail/index',
  pickup: '/pkg-order/pickup/index',
  login: '/pkg-user/login/index',
  place: '/pkg-user/place/index',
  addresses: '/pkg-user/addresses/index',
  addressEdit: '/pkg-user/address-edit/index',
  profile: '/pkg-user/profile/index',
  settings: '/pkg-user/settings/index',
  deletion: '/pkg-user/deletion/index',
  messages: '/pkg-user/messages/index',
  coupons: '/pkg-user/coupons/index',
  leader: '/pkg-user/leader/index',
  agreement: '/pkg-user/agreement/index',
} as const

export type PageName = keyof typeof PAGES
type Params = Readonly<Record<string, string | number | undefined>>

const TABS: readonly PageName[] = ['home', 'category', 'cart', 'me']
// WeChat holds ten pages; a person who goes round in circles must still get on.
const DEEPEST = 9

/** Address of a page with its parameters. */
export function addressOf(page: PageName, params: Params = {}): string {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  return pairs.length === 0 ? PAGES[page] : `${PAGES[page]}?${pairs.join('&')}`
}

/** Opens a page above this one. */
export function go(page: PageName, params?: Params): void {
  const url = addressOf(page, params)
  if (TABS.includes(page)) void Taro.switchTab({ url: PAGES[page] })
  else if (Taro.getCurrentPages().length >= DEEPEST) void Taro.redirectTo({ url })
  else void Taro.navigateTo({ url })
}

/** Opens a page in place of this one. */
export const goInstead = (page: PageName, params?: Params): void =>
  void (TABS.includes(page)
    ? Taro.switchTab({ url: PAGES[page] })
    : Taro.redirectTo({ url: addressOf(page, params) }))

export function goBack(): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack()
  else void Taro.switchTab({ url: PAGES.home })
}

// A tab page takes no parameters: the choice travels beside it.
const WANTED_CATEGORY = storageKey('category')

/** Opens the category tab at this category. */
export function goCategory(id: string): void {
  Taro.setStorageSync(WANTED_CATEGORY, id)
  go('category')
}

/** The category the tab was asked to open, once. */
export function takeWantedCategory(): string | undefined {
  const wanted: unknown = Taro.getStorageSync(WANTED_CATEGORY)
  if (typeof wanted !== 'string' || wanted === '') return undefined
  Taro.removeStorageSync(WANTED_CATEGORY)
  return wanted
}

/** Where a link of a message, a banner or a popup leads; what is none of ours stays where it is. */
const LINKS: readonly (readonly [RegExp, (found: string) => void])[] = [
  [/^\/?orders?\/([\w-]+)/, (id) => go('order', { id })],
  [/^\/?products\/([\w-]+)/, (id) => go('product', { id })],
  [/^\/?categories\/([\w-]+)/, goCategory],
  [/^\/?searches\/([^/?#]+)/, (q) => go('search', { q })],
  [/^\/?(coupons)\b/, () => go('coupons')],
  [/^\/?(leader)\b/, () => go('leader')],
  [/^\/?(home)\b/, () => go('home')],
]

/** Follows a link as the API writes it: `/orders/<id>`, `/products/<id>`, `/coupons` and the like. */
export function follow(link: string): void {
  for (const [pattern, open] of LINKS) {
    const found = pattern.exec(link)?.[1]
    if (found) {
      open(decodeURIComponent(found))
      return
    }
  }
}
