import components from '@linli/mini-ui/components'

const tab = (name: string, text: string) => ({
  pagePath: `pages/${name}/index`,
  text,
  iconPath: `static/tab-${name}.png`,
  selectedIconPath: `static/tab-${name}-on.png`,
})

export default defineAppConfig({
  pages: ['pages/home/index', 'pages/category/index', 'pages/cart/index', 'pages/me/index'],
  subPackages: [
    { root: 'pkg-goods', name: 'goods', pages: ['detail/index', 'search/index'] },
    {
      root: 'pkg-order',
      name: 'order',
      pages: ['checkout/index', 'result/index', 'list/index', 'detail/index', 'pickup/index'],
    },
    {
      root: 'pkg-user',
      name: 'user',
      pages: [
        'login/index',
        'place/index',
        'addresses/index',
        'address-edit/index',
        'profile/index',
        'settings/index',
        'deletion/index',
        'messages/index',
        'coupons/index',
        'leader/index',
        'agreement/index',
      ],
    },
  ],
  preloadRule: {
    'pages/home/index': { network: 'all', packages: ['goods'] },
    'pages/cart/index': { network: 'all', packages: ['order'] },
    'pages/me/index': { network: 'wifi', packages: ['user'] },
  },
  tabBar: {
    color: '#5b675f',
    selectedColor: '#0b7a50',
    backgroundColor: '#ffffff',
    borderStyle: 'white',
    list: [tab('home', '首页'), tab('category', '分类'), tab('cart', '购物车'), tab('me', '我的')],
  },
  requiredPrivateInfos: ['getFuzzyLocation', 'chooseAddress', 'chooseLocation'],
  permission: { 'scope.userFuzzyLocation': { desc: '用于找到你附近的小区' } },
  __usePrivacyCheck__: true,
  window: {
    navigationStyle: 'custom',
    navigationBarTitleText: '邻里',
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
