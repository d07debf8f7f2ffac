import { setTimeout as sleep } from 'node:timers/promises'

/** What the harness's `wx` does for a person and for the network. */
export type World = {
  /** Origin that paths of `wx.request` belong to. */
  readonly gateway: string
  /** `wx.login`: a code of the simulated WeChat. */
  readonly login: () => Promise<string>
  /** `wx.requestPayment`: the person pays, or throws. */
  readonly pay: (params: Readonly<Record<string, unknown>>) => Promise<void>
  /** `wx.requestSubscribeMessage`: what the person says, by template; nothing when absent. */
  readonly subscribe?: (templateIds: readonly string[]) => Readonly<Record<string, string>>
  /** `wx.showModal`: whether the person agrees. */
  readonly agree: (title: string) => boolean
}

type Options = Readonly<Record<string, unknown>> & {
  readonly success?: (result: unknown) => void
  readonly fail?: (error: unknown) => void
  readonly complete?: (result: unknown) => void
}

/** What `createIntersectionObserver` tells of one node. */
type Sight = { readonly intersectionRatio: number; readonly boundingClientRect: { readonly height: number } }

export type Observers = Map<string, (sight: Sight) => void>

export type Call = { readonly name: string; readonly options: unknown }

const SYSTEM = {
  platform: 'devtools',
  SDKVersion: '3.8.0',
  windowWidth: 375,
  windowHeight: 667,
  pixelRatio: 2,
  statusBarHeight: 20,
  brand: 'x',
  model: 'x',
  language: 'zh_CN',
  version: '8.0',
  system: 'iOS 17',
  screenWidth: 375,
  screenHeight: 667,
  theme: 'light',
} as const

/** Answered with nothing, and written down. */
const SILENT = [
  ...[
    'showToast',
    'hideToast',
    'showLoading',
    'hideLoading',
    'setNavigationBarTitle',
    'setBackgroundTextStyle',
  ],
  ...['stopPullDownRefresh', 'startPullDownRefresh', 'setTabBarBadge', 'removeTabBarBadge', 'setTabBarItem'],
  ...[
    'setTabBarStyle',
    'pageScrollTo',
    'setClipboardData',
    'setScreenBrightness',
    'vibrateShort',
    'vibrateLong',
  ],
  ...['navigateTo', 'redirectTo', 'switchTab', 'navigateBack', 'reLaunch'],
]

/**
 * The part of WeChat's `wx` that the pages use. Every name is an own property: Taro copies what it finds, and a
 * Proxy that answers to everything would break `wx.webpackJsonp`.
 */
export function createWx(world: World, calls: Call[]) {
  const storage = new Map<string, unknown>()
  const observers: Observers = new Map()
  /** As wx does it: callbacks later, and a promise. */
  const later = (options: Options | undefined, work: () => Promise<unknown>): Promise<unknown> => {
    const done = work().then(
      (result) => {
        options?.success?.(result)
        options?.complete?.(result)
        return result
      },
      (error: unknown) => {
        options?.fail?.(error)
        options?.complete?.(error)
        if (!options?.fail) throw error
        return error
      },
    )
    return done
  }
  const noted =
    (name: string, work: (options: Options) => Promise<unknown>) =>
    (options: Options = {}) => {
      calls.push({ name, options: JSON.parse(JSON.stringify(options)) as unknown })
      return later(options, () => work(options))
    }
  const silent = SILENT.map((name): [string, unknown] => [
    name,
    noted(name, async () => ({ errMsg: `${name}:ok` })),
  ])
  const unheard = [
    ...['onUnhandledRejection', 'onError', 'onPageNotFound', 'onThemeChange', 'onAppShow', 'onAppHide'],
    'onNetworkStatusChange',
  ].map((name): [string, unknown] => [name, () => undefined])
  return {
    storage,
    observers,
    wx: {
      createIntersectionObserver: () => createObserver(observers),
      ...Object.fromEntries([...silent, ...unheard]),
      getSystemInfoSync: () => SYSTEM,
      getWindowInfo: () => SYSTEM,
      getDeviceInfo: () => SYSTEM,
      getAppBaseInfo: () => SYSTEM,
      getMenuButtonBoundingClientRect: () => ({
        top: 26,
        bottom: 58,
        left: 281,
        right: 368,
        width: 87,
        height: 32,
      }),
      getStorageSync: (key: string) => storage.get(key) ?? '',
      setStorageSync: (key: string, value: unknown) => void storage.set(key, value),
      removeStorageSync: (key: string) => void storage.delete(key),
      canIUse: () => true,
      nextTick: (work: () => void) => void setTimeout(work, 0),
      getLaunchOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
      getEnterOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
      getNetworkType: noted('getNetworkType', async () => ({ networkType: 'wifi' })),
      login: noted('login', async () => ({ code: await world.login() })),
      requestPayment: noted('requestPayment', async (options) => {
        await world.pay(options)
        return { errMsg: 'requestPayment:ok' }
      }),
      getScreenBrightness: noted('getScreenBrightness', async () => ({ value: 0.5 })),
      requestSubscribeMessage: noted(
        'requestSubscribeMessage',
        async ({ tmplIds }) => world.subscribe?.(tmplIds as readonly string[]) ?? {},
      ),
      showModal: noted('showModal', async ({ title, confirmText, cancelText }) => {
        const tooLong = [confirmText, cancelText].find((word) => String(word ?? '').length > 4)
        if (tooLong !== undefined)
          throw new Error('showModal:fail confirmText length should not larger than 4 Chinese characters')
        const confirm = world.agree(String(title))
        return { confirm, cancel: !confirm }
      }),
      request: noted('request', (options) => send(world.gateway, options)),
    },
  }
}

function createObserver(observers: Observers) {
  const own: string[] = []
  const observer = {
    relativeToViewport: () => observer,
    observe: (selector: string, listen: (sight: Sight) => void) => {
      own.push(selector)
      observers.set(selector, listen)
    },
    disconnect: () => {
      for (const selector of own) observers.delete(selector)
    },
  }
  return observer
}

async function send(gateway: string, { url, method, header, data }: Options): Promise<unknown> {
  const response = await fetch(`${gateway}${String(url)}`, {
    method: String(method),
    headers: header as Record<string, string>,
    ...(typeof data === 'string' && { body: data }),
  })
  const text = await response.text()
  await sleep(0)
  return {
    statusCode: response.status,
    header: Object.fromEntries(response.headers),
    data: text === '' ? '' : (JSON.parse(text) as unknown),
  }
}
