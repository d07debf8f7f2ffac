import components from '@linli/mini-ui/components'

const tab = (name: string, text: string) => ({
  pagePath: `pages/${name}/index`,
  text,
  iconPath: `static/tab-${name}.png`,
  selectedIconPath: `static/tab-${name}-on.png`,
})

export default defineAppConfig({
  pages: [
    'pages/today/index',
    'pages/orders/index',
    'pages/verify/index',
    'pages/goods/index',
    'pages/me/index',
  ],
  subPackages: [
    {
      root: 'pkg-desk',
      name: 'desk',
      pages: [
        'login/index',
        'order/index',
        'product/index',
        'product-edit/index',
        'print/index',
        'waiting/index',
        'messages/index',
        'password/index',
        'settings/index',
        'shop/index',
      ],
    },
  ],
  preloadRule: { 'pages/today/index': { network: 'all', packages: ['desk'] } },
  tabBar: {
    color: '#5b675f',
    selectedColor: '#0b7a50',
    backgroundColor: '#ffffff',
    borderStyle: 'white',
    list: [
      tab('today', '今日'),
      tab('orders', '订单'),
      tab('verify', '核销'),
      tab('goods', '商品'),
      tab('me', '我的'),
    ],
  },
  window: {
    navigationStyle: 'custom',
    navigationBarTitleText: '邻里商家',
    backgroundTextStyle: 'dark',
  },
  // In the browser Taro hides the page below 350 ms after another slid over it, even when one is back on it by then.
  ...(process.env.TARO_ENV === 'h5' && { animation: false }),
  lazyCodeLoading: 'requiredComponents',
  usingComponents:
    process.env.TARO_ENV === 'weapp'
      ? Object.fromEntries(components.map((name) => [`t-${name}`, `/tdesign/${name}/${name}`]))
      : {},
})
