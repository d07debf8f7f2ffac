/** What pages about one thing are about. */
export type Subject = { readonly orderId: string; readonly productId: string }

/** Every page of the resident app by name. */
export const USER_PAGES = ({ orderId, productId }: Subject) => ({
  home: 'pages/home/index',
  category: 'pages/category/index',
  cart: 'pages/cart/index',
  me: 'pages/me/index',
  search: 'pkg-goods/search/index',
  product: `pkg-goods/detail/index?id=${productId}`,
  checkout: 'pkg-order/checkout/index',
  result: `pkg-order/result/index?id=${orderId}&outcome=paid`,
  orders: 'pkg-order/list/index',
  order: `pkg-order/detail/index?id=${orderId}`,
  pickup: `pkg-order/pickup/index?id=${orderId}`,
  login: 'pkg-user/login/index',
  place: 'pkg-user/place/index',
  addresses: 'pkg-user/addresses/index',
  'address-edit': 'pkg-user/address-edit/index',
  profile: 'pkg-user/profile/index',
  settings: 'pkg-user/settings/index',
  deletion: 'pkg-user/deletion/index',
  leader: 'pkg-user/leader/index',
  messages: 'pkg-user/messages/index',
  coupons: 'pkg-user/coupons/index',
  'coupon-centre': 'pkg-user/coupons/index?tab=centre',
  agreement: 'pkg-user/agreement/index',
})

/** Every page of the merchant app by name. */
export const MERCHANT_PAGES = ({ orderId, productId }: Subject) => ({
  today: 'pages/today/index',
  orders: 'pages/orders/index',
  verify: 'pages/verify/index',
  goods: 'pages/goods/index',
  me: 'pages/me/index',
  login: 'pkg-desk/login/index',
  order: `pkg-desk/order/index?id=${orderId}`,
  product: `pkg-desk/product/index?id=${productId}`,
  'product-new': 'pkg-desk/product-edit/index',
  'product-edit': `pkg-desk/product-edit/index?id=${productId}`,
  waiting: 'pkg-desk/waiting/index',
  print: 'pkg-desk/print/index',
  password: 'pkg-desk/password/index',
  messages: 'pkg-desk/messages/index',
  settings: 'pkg-desk/settings/index',
  shop: 'pkg-desk/shop/index',
})
