// Taro without a platform, for unit tests: storage in a map, and what else the code under test asks for.
const storage = new Map<string, unknown>()

const Taro = {
  getStorageSync: (key: string): unknown => storage.get(key) ?? '',
  setStorageSync: (key: string, value: unknown): void => void storage.set(key, value),
  removeStorageSync: (key: string): void => void storage.delete(key),
  pxTransform: (size: number): string => `${size}px`,
  getAppBaseInfo: () => ({ theme: 'light' }),
  onThemeChange: () => undefined,
  setBackgroundTextStyle: () => undefined,
  showToast: async () => undefined,
  request: async (): Promise<unknown> => {
    throw new Error('a unit test asks for the network')
  },
}

export default Taro

export const useReachBottom = (): void => undefined
