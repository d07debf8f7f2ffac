import { MINUTE_MS } from '@linli/core'
import type { Work } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { type Attempt, countAttempts, deleteAttempt, insertAttempt } from './pickup-code.store.ts'

/** A sliding window: wrong codes of the last ten minutes. */
export const WINDOW_MS = 10 * MINUTE_MS
const WRONG_PER_STAFF = 10
const WRONG_PER_POINT = 50

/**
 * Charges an attempt before the code is looked at; a right code gives it back. So parallel guesses cannot all slip
 * through, and a code is not even looked up when the budget is used up. Rows, not Redis: the guard of a handover must
 * not fall with a cache.
 * @returns the attempt, to give back. @throws TOO_MANY_WRONG_CODES
 */
export async function chargeAttempt(work: Work, attempt: Attempt): Promise<string> {
  const since = new Date(work.now.getTime() - WINDOW_MS)
  const { staff, point } = await countAttempts(work, attempt, since)
  if (staff >= WRONG_PER_STAFF || point >= WRONG_PER_POINT) {
    throw DeliveryErrors.TOO_MANY_WRONG_CODES({ retryAfter: WINDOW_MS / 1000 })
  }
  return insertAttempt(work, attempt)
}

/** The code was right. */
export const refundAttempt = (work: Work, id: string): Promise<void> => deleteAttempt(work, id)
