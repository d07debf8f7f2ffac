import type { Table } from './store/store.ts'

export type Settings = {
  /** Which key signs by default; `grey` sends a share of the callbacks with the public key. */
  key_mode: 'public_key' | 'certificate' | 'grey'
  grey_share: number
  /** Code answered when an unpaid order is placed again with other parameters (sources disagree). */
  reorder_error: 'INVALID_REQUEST' | 'OUT_TRADE_NO_USED'
  /** Money of the merchant before any payment, fen. */
  opening_balance: number
  refund_delay_ms: number
  /** Refunds whose call carries no notify_url are notified here, as v2 XML. Empty = not at all. */
  platform_refund_url: string
  /** Refuse an openid that was never logged in. */
  strict_openid: boolean
  rate_limits: boolean
  sms_limits: boolean
  /** Delivery reports are posted here. Empty = none. */
  sms_receipt_url: string
}

export const DEFAULT_SETTINGS: Settings = {
  key_mode: 'public_key',
  grey_share: 0,
  reorder_error: 'INVALID_REQUEST',
  opening_balance: 0,
  refund_delay_ms: 1000,
  platform_refund_url: '',
  strict_openid: false,
  rate_limits: false,
  sms_limits: true,
  sms_receipt_url: '',
}

const KEY = 'settings'

export type SettingsBox = { get: () => Settings; set: (change: Partial<Settings>) => Settings }

export function createSettings(meta: Table<unknown>): SettingsBox {
  const get = (): Settings => ({ ...DEFAULT_SETTINGS, ...(meta.get(KEY) as Partial<Settings> | undefined) })
  return {
    get,
    set: (change) => {
      meta.put(KEY, { ...get(), ...change })
      return get()
    },
  }
}
