import type { KeyObject } from 'node:crypto'
import type { NoticeHeaders } from '../channels/channel.ts'
import { isSignedBy, responseMessage } from './signature.ts'

/** Older or newer than this is a replay or a broken clock (wechat.md §2.3). */
export const CLOCK_WINDOW_SECONDS = 300

export type Verdict =
  | { readonly valid: true; readonly clockSkewSeconds: number }
  | { readonly valid: false; readonly reason: string }

export type Check = {
  readonly now: Date
  readonly keyOf: (id: string) => KeyObject | undefined
}

const refused = (reason: string): Verdict => ({ valid: false, reason })

/** The provider's signature over an answer or a notice, in the order of wechat.md §2.4. Never throws. */
export function checkSigned(headers: NoticeHeaders, body: Buffer, { now, keyOf }: Check): Verdict {
  const header = (name: string) => {
    const value = headers[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const timestamp = header('wechatpay-timestamp')
  const nonce = header('wechatpay-nonce')
  const serial = header('wechatpay-serial')
  const signature = header('wechatpay-signature')
  if (!timestamp || !nonce || !serial || !signature) return refused('a signature header is missing')
  if (!/^\d{1,12}$/.test(timestamp)) return refused('the timestamp is not a number')
  const clockSkewSeconds = Number(timestamp) - Math.floor(now.getTime() / 1000)
  if (Math.abs(clockSkewSeconds) > CLOCK_WINDOW_SECONDS)
    return refused(`the clock is off by ${clockSkewSeconds} s`)
  const key = keyOf(serial)
  if (!key) return refused('the key is unknown')
  if (!isSignedBy(responseMessage({ timestamp, nonce }, body), signature, key)) {
    return refused('the signature does not fit')
  }
  return { valid: true, clockSkewSeconds }
}
