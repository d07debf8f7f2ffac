import { MINUTE_MS } from '@linli/core'
import { UserErrors } from '../errors.ts'

const DAY_MS = 24 * 60 * MINUTE_MS
/** How long somebody may change their mind (product.md U19). */
export const COOL_OFF_DAYS = 15
/** Something was open when the cool-off was over: looked at again after this. */
const PUT_OFF_MS = DAY_MS

/** A wish to be forgotten. */
export type Deletion = {
  readonly id: string
  readonly userId: string
  readonly requestedAt: Date
  readonly eraseAt: Date
}

export const eraseTime = (requestedAt: Date): Date => new Date(requestedAt.getTime() + COOL_OFF_DAYS * DAY_MS)
export const putOff = (now: Date): Date => new Date(now.getTime() + PUT_OFF_MS)

/** What is open between the platform and a resident, as counts. */
export type Obligations = {
  readonly unpaid: number
  readonly undelivered: number
  readonly refunding: number
  /** Money on its way in either direction that no order tells of. */
  readonly openPayments: number
  /** Who keeps what neighbours ordered hands it over first: the platform ends it (product.md U15). */
  readonly leading: number
}

export const isFree = (obligations: Obligations): boolean =>
  Object.values(obligations).every((count) => count === 0)

/** @throws DELETION_BLOCKED with what is open */
export function assertFree(obligations: Obligations): void {
  if (!isFree(obligations)) throw UserErrors.DELETION_BLOCKED({ ...obligations })
}
