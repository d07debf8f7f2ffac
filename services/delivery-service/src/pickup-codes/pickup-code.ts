import { Buffer } from 'node:buffer'
import { timingSafeEqual } from 'node:crypto'
import { MINUTE_MS } from '@linli/core'

/** A keyed hash: nobody without the key can make or read what comes out. */
export type Index = (plain: string) => string

/** Nothing that people mistake for something else: no 0 O, 1 I L. */
export const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const SHORT = 6
const LONG = 8
/** After so many codes that were taken at the point, longer ones. */
const SHORT_ATTEMPTS = 8

/** The code of an order to try at the `attempt`-th turn. */
export type CodeSource = (attempt: number) => string

/**
 * Codes come from the keyed hash of the order: unguessable, and the same when the event is handled again, so a command
 * needs no randomness. Bytes beyond the last whole multiple of the alphabet are skipped: every letter is as likely.
 */
export function codesOf(index: Index, orderId: string): CodeSource {
  const fair = Math.floor(256 / ALPHABET.length) * ALPHABET.length
  return (attempt) => {
    const length = attempt < SHORT_ATTEMPTS ? SHORT : LONG
    let code = ''
    for (let block = 0; code.length < length; block += 1) {
      for (const byte of Buffer.from(index(`pickup-code|${orderId}|${attempt}|${block}`), 'base64url')) {
        if (byte < fair && code.length < length) code += ALPHABET[byte % ALPHABET.length]
      }
    }
    return code
  }
}

/** What people type, as it is stored: case and blanks do not matter. */
export const normalizeCode = (typed: string): string => typed.replace(/[\s-]/g, '').toUpperCase()

/** Blind index of the last four digits of a phone, different at every point: nothing can be joined or counted. */
export const tailIndexOf = (index: Index, pickupPointId: string, tail: string): string | null =>
  /^\d{4}$/.test(tail) ? index(`pickup-tail|${pickupPointId}|${tail}`) : null

const STEP_MS = MINUTE_MS
/** A code that was on the screen a moment ago still opens. */
const STEPS_BACK = 1

type Kind = 'LL1' | 'LLP'

/** Kind, task and step or expiry, then their keyed hash. */
function payloadOf(index: Index, kind: Kind, [deliveryId, n]: readonly [string, number]): string {
  return [kind, deliveryId, n, index(`pickup-qr|${kind}|${deliveryId}|${n}`).slice(0, 22)].join('.')
}

export type Qr = { readonly payload: string; readonly expiresAt: Date }

/** What the user's screen shows; it changes every 60 s. */
export function qrOf(index: Index, deliveryId: string, at: Date): Qr {
  const step = Math.floor(at.getTime() / STEP_MS)
  return { payload: payloadOf(index, 'LL1', [deliveryId, step]), expiresAt: new Date((step + 1) * STEP_MS) }
}

/** What somebody who collects for the user shows: good until `until`, or until the goods are gone. */
export function proxyOf(index: Index, deliveryId: string, until: Date): Qr {
  const seconds = Math.floor(until.getTime() / 1000)
  return { payload: payloadOf(index, 'LLP', [deliveryId, seconds]), expiresAt: new Date(seconds * 1000) }
}

const PAYLOAD = /^(LL1|LLP)\.([0-9a-f-]{36})\.(\d{1,11})\.[\w-]{22}$/

/** The task a payload opens now; undefined when it is forged, altered or out of date. */
export function readQr(index: Index, payload: string, at: Date): string | undefined {
  const [, kind, deliveryId = '', digits = ''] = PAYLOAD.exec(payload) ?? []
  if (kind === undefined) return undefined
  const n = Number(digits)
  const expected = payloadOf(index, kind === 'LLP' ? 'LLP' : 'LL1', [deliveryId, n])
  if (!isSame(payload, expected)) return undefined
  if (kind === 'LLP') return at.getTime() < n * 1000 ? deliveryId : undefined
  const age = Math.floor(at.getTime() / STEP_MS) - n
  return age >= 0 && age <= STEPS_BACK ? deliveryId : undefined
}

/** Takes as long wherever they differ. */
export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
