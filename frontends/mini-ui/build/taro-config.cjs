// The Taro configuration both mini-programs share. What differs between them is only their name and their H5 base.
const path = require('node:path')
const { PreloadPagePlugin } = require('./preload-plugin.cjs')

/** TSX outside an app's own `src` that Taro has to compile as well. */
const isShared = (file) => /[\\/](frontends[\\/]mini-ui|packages[\\/](api-client|core))[\\/]/.test(file)

/** What several pages use goes into chunks of its own, else every page carries a copy. */
function splitTdesign(chain) {
  chain.merge({
    optimization: {
      splitChunks: {
        cacheGroups: {
          tdesign: {
            name: 'tdesign',
            test: /[\\/](tdesign-(mobile|icons)-react|frontends[\\/]mini-ui)[\\/]/,
            chunks: 'all',
            enforce: true,
            priority: 60,
          },
          taro: {
            name: 'taro',
            test: /[\\/]node_modules[\\/](@tarojs|@stencil|react|react-dom|scheduler)[\\/]/,
            chunks: 'all',
            enforce: true,
            priority: 50,
          },
          shared: { name: 'shared', minChunks: 2, chunks: 'all', enforce: true, priority: 40 },
        },
      },
    },
  })
}

/**
 * @param {{ root: string, name: string, home: string }} app folder and name of the mini-program, its first page
 * @returns the object Taro's command line reads from `config/index.js`
 */
module.exports = function taroConfig({ root, name, home }) {
  const target = process.env.TARO_ENV
  const base = process.env.H5_BASE || '/'
  const outputRoot = process.env.TARO_OUT || `dist/${target}`
  const workspace = path.resolve(root, '../..')
  // Under pnpm a shared package cannot see the platform plugin that Taro aliases its imports to.
  const resolveFromApp = (chain) => {
    chain.resolve.modules.add('node_modules').add(path.resolve(root, 'node_modules'))
    chain.resolve.extensionAlias?.set?.('.js', ['.ts', '.js'])
  }
  return {
    projectName: name,
    date: '2026-1-1',
    framework: 'react',
    compiler: { type: 'webpack5', prebundle: { enable: false } },
    cache: {
      enable: true,
      // The default lies in node_modules of the app; one folder that `npm run reset` may clear is enough.
      cacheDirectory: path.join(workspace, '.local', 'cache', 'taro', `${name}-${target}`),
      buildDependencies: { config: [__filename] },
    },
    sourceRoot: 'src',
    outputRoot,
    designWidth: 375,
    deviceRatio: { 375: 2, 640: 1.17, 750: 1, 828: 0.905 },
    plugins: [
      '@tarojs/plugin-framework-react',
      '@tarojs/plugin-platform-weapp',
      '@tarojs/plugin-platform-h5',
      require.resolve('./aria-plugin.cjs'),
    ],
    defineConstants: {},
    env: {
      TARO_APP_API: JSON.stringify(process.env.TARO_APP_API || ''),
      TARO_APP_NAME: JSON.stringify(name),
      TARO_APP_BASE: JSON.stringify(target === 'h5' ? base : '/'),
    },
    copy: {
      patterns: [
        // The bar is told at run time which icons to show: by their names, which a bundler would change.
        { from: 'src/static/', to: `${outputRoot}/static/` },
        ...(target === 'weapp' ? [{ from: '.tdesign/', to: `${outputRoot}/tdesign/` }] : []),
      ],
      options: {},
    },
    mini: {
      webpackChain: resolveFromApp,
      compile: { include: [isShared] },
      optimizeMainPackage: { enable: true },
      miniCssExtractPluginOption: { ignoreOrder: true },
      postcss: { pxtransform: { enable: true, config: { selectorBlackList: ['.t-'] } } },
    },
    h5: {
      publicPath: base,
      staticDirectory: 'static',
      router: { mode: 'browser', basename: base.replace(/\/$/, '') },
      output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'chunk/[name].[contenthash:8].js' },
      miniCssExtractPluginOption: {
        ignoreOrder: true,
        filename: 'css/[name].[contenthash:8].css',
        chunkFilename: 'css/[name].[contenthash:8].css',
      },
      compile: { include: [isShared] },
      postcss: {
        autoprefixer: { enable: true },
        pxtransform: {
          enable: true,
          config: {
            selectorBlackList: ['.t-', ':root'],
            baseFontSize: 20,
            minRootSize: 20,
            maxRootSize: 20,
          },
        },
      },
      webpackChain(chain) {
        resolveFromApp(chain)
        splitTdesign(chain)
        chain.plugin('preload-page').use(PreloadPagePlugin, [{ base, home }])
      },
      devServer: {
        port: 10086,
        proxy: [
          {
            context: ['/api'],
            target: process.env.LINLI_GATEWAY || 'http://127.0.0.1:18000',
            changeOrigin: true,
          },
        ],
      },
    },
  }
}
