/// <reference types="@tarojs/taro" />
declare namespace NodeJS {
  interface ProcessEnv {
    /** Set by Taro at build time; each must exist, an unset one is a crash at run time. */
    readonly TARO_ENV: 'weapp' | 'h5'
    /** Origin of the gateway; empty on H5, where it is the page's own. */
    readonly TARO_APP_API: string
    /** `linli-user` or `linli-merchant`: prefix of everything the app stores. */
    readonly TARO_APP_NAME: string
    /** Below which the app's files lie: `/`, in a browser also `/merchant/`. */
    readonly TARO_APP_BASE: string
  }
}
declare const process: { readonly env: NodeJS.ProcessEnv }
declare module '*.scss'
declare module '*.png' {
  const url: string
  export default url
}
