import { addressOf, type PageName } from '../routes'
import type { Bill, Point, WechatAddress } from './wechat.types'

// A browser has no WeChat. The provider simulator serves pages that stand in, on this page's own origin.
const STAND_IN = '/__sim/cashier'

export const isSimulated = true
export const canImportAddress = false

const leave = (page: 'login' | 'phone' | 'pay', params: Readonly<Record<string, string>>): void => {
  window.location.assign(`${STAND_IN}/${page}?${new URLSearchParams(params).toString()}`)
}
const here = (path: string): string => `${window.location.origin}${path}`

/** Leaves for the simulated log-in, which comes back to the log-in page with `code`. */
export async function logIn(): Promise<string | undefined> {
  leave('login', { return: here(addressOf('login')) })
  return undefined
}

/** Leaves for the simulated choice of a number, which comes back to `page` with `phoneCode`. */
export const askPhone = (page: PageName): void => leave('phone', { return: here(addressOf(page)) })

/** Leaves for the simulated cashier, which comes back to the result page with `outcome`. */
export async function pay({ cashier, orderId, amountFen }: Bill): Promise<void> {
  leave('pay', {
    client: JSON.stringify(cashier),
    amount: String(amountFen),
    return: here(addressOf('result', { id: orderId })),
  })
}

const LOCATE_MS = 8000

/** @returns undefined when the person does not want to tell, or the device cannot */
export function locate(): Promise<Point | undefined> {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(undefined)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lng: coords.longitude, lat: coords.latitude }),
      () => resolve(undefined),
      { timeout: LOCATE_MS },
    )
  })
}

export const importAddress = async (): Promise<WechatAddress | undefined> => undefined

/** A browser does not say how bright it is. @returns what puts it back */
export const brighten = async (): Promise<() => void> => () => undefined
