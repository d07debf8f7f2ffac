import Taro from '@tarojs/taro'
import { goInstead } from '../routes'
import type { Bill, Outcome, Point, WechatAddress } from './wechat.types'

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

type Answer = { readonly templateId: string; readonly result: 'accept' | 'reject' | 'ban' | 'filter' }
const ANSWERS = ['accept', 'reject', 'ban', 'filter'] as const

/** Only inside a tap. @returns what the person said to each */
export async function subscribe(templateIds: readonly string[]): Promise<readonly Answer[]> {
  const said = await Taro.requestSubscribeMessage({ tmplIds: [...templateIds], entityIds: [] }).catch(
    () => undefined,
  )
  if (!said) return []
  const answers = said as Readonly<Record<string, unknown>>
  return templateIds.flatMap((templateId) => {
    const result = ANSWERS.find((answer) => answer === answers[templateId])
    return result ? [{ templateId, result }] : []
  })
}

/** Scanners want a bright screen. */
export const brighten = (): void => void Taro.setScreenBrightness({ value: 1 })
