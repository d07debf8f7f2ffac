import { OrderErrors } from '../errors.ts'

/** `look` says whether at least so many orders have waited for their reservations since then. */
type Look = (waiting: { before: Date; many: number }) => Promise<boolean>

/** @throws TOO_MANY_ORDERS while one more order would not be confirmed in time */
export type Admission = (now: Date, look: Look) => Promise<void>

/** Fewer may wait for reasons of their own, such as an event that nobody can handle. */
const MANY = 20
/** Of the time after which an order that waits is given up. */
const PATIENCE = 0.5
const LOOK_EVERY_MS = 500
const RETRY_AFTER_SECONDS = 5

/**
 * Reservations are made in turn. When many orders have waited for that long, another one would only make them all wait
 * until they are given up, itself included: at half as many orders again as can be reserved, hardly any is. So who comes
 * then is told to come back, and those who are in get through.
 */
export function createAdmission(sagaTimeoutMs: number): Admission {
  let lookedAt = Number.NEGATIVE_INFINITY
  let crowded = false
  return async (now, look) => {
    if (now.getTime() - lookedAt >= LOOK_EVERY_MS) {
      lookedAt = now.getTime()
      crowded = await look({ before: new Date(lookedAt - PATIENCE * sagaTimeoutMs), many: MANY })
    }
    if (crowded) throw OrderErrors.TOO_MANY_ORDERS({ retryAfter: RETRY_AFTER_SECONDS })
  }
}
