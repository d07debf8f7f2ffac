import Taro from '@tarojs/taro'
import { goInstead } from '../routes'
import type { Bill, MapPlace, Outcome, Point, WechatAddress } from './wechat.types'

export const isSimulated = false
export const canImportAddress = true

/** @returns the code that the server changes for a session */
export async function logIn(): Promise<string | undefined> {
  const { code } = await Taro.login()
  return code
}

const outcomeOf = (error: unknown): Outcome =>
  typeof error === 'object' && error !== null && 'errMsg' in error && /cancel/.test(String(error.errMsg))
    ? 'cancelled'
    : 'failed'

/** Opens WeChat's cashier and ends on the result page, however it went. */
export async function pay({ cashier, orderId }: Bill): Promise<void> {
  const outcome = await Taro.requestPayment({ ...cashier }).then((): Outcome => 'paid', outcomeOf)
  goInstead('result', { id: orderId, outcome })
}

/** @returns undefined when the person does not want to tell */
export async function locate(): Promise<Point | undefined> {
  return Taro.getFuzzyLocation({ type: 'gcj02' }).then(
    ({ longitude, latitude }) => ({ lng: longitude, lat: latitude }),
    () => undefined,
  )
}

/** @returns undefined when the person chose none */
export async function importAddress(): Promise<WechatAddress | undefined> {
  return Taro.chooseAddress().then(
    ({ userName, telNumber, provinceName, cityName, countyName, detailInfo }) => ({
      recipientName: userName,
      phone: telNumber,
      province: provinceName,
      city: cityName,
      district: countyName,
      detail: detailInfo,
    }),
    () => undefined,
  )
}

/** @returns undefined when the person chose none */
export async function chooseOnMap(near: Point | undefined): Promise<MapPlace | undefined> {
  return Taro.chooseLocation({ ...(near && { longitude: near.lng, latitude: near.lat }) }).then(
    ({ longitude, latitude, name, address }) => ({ lng: longitude, lat: latitude, name, address }),
    () => undefined,
  )
}

/** Scanners want a bright screen. @returns what puts it back as it was */
export async function brighten(): Promise<() => void> {
  const { value } = await Taro.getScreenBrightness()
  await Taro.setScreenBrightness({ value: 1 })
  return () => void Taro.setScreenBrightness({ value })
}
