import components from '@linli/mini-ui/components'

export default defineAppConfig({
  pages: ['pages/home/index'],
  window: {
    navigationStyle: 'custom',
    navigationBarTitleText: '邻里',
    backgroundTextStyle: 'dark',
  },
  lazyCodeLoading: 'requiredComponents',
  usingComponents:
    process.env.TARO_ENV === 'weapp'
      ? Object.fromEntries(components.map((name) => [`t-${name}`, `/tdesign/${name}/${name}`]))
      : {},
})
