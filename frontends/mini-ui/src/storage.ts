import Taro from '@tarojs/taro'
import { createJSONStorage, type StateStorage } from 'zustand/middleware'

/** Both H5 apps live on one origin and would share localStorage: every key carries the app's name. */
export const storageKey = (key: string): string => `${process.env.TARO_APP_NAME}:${key}`

const taroStorage: StateStorage = {
  getItem: (key) => {
    const value: unknown = Taro.getStorageSync(storageKey(key))
    return typeof value === 'string' && value !== '' ? value : null
  },
  setItem: (key, value) => Taro.setStorageSync(storageKey(key), value),
  removeItem: (key) => Taro.removeStorageSync(storageKey(key)),
}

/** Storage for zustand's `persist`, on Taro's synchronous storage. */
export const persisted = <State>() => createJSONStorage<State>(() => taroStorage)
