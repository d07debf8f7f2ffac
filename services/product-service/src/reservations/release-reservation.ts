import { businessDay } from '@linli/core'
import type { Work } from '../deps.ts'
import { buryReservation, endReservation, lockReservation } from './reservation.store.ts'
import { releasedEvent, reservationMachine } from './reservation.ts'

export type ReleaseOutcome = { readonly refilled: boolean }

const NOTHING_HELD = new Set(['RELEASED', 'REJECTED'])

/**
 * The order was closed unpaid: what it held is free again. An order nobody asked stock for leaves a tombstone that
 * refuses the late request.
 * @throws ILLEGAL_TRANSITION when the stock was committed: what was paid for is undone by after-sales alone.
 */
export async function releaseReservation(
  work: Work,
  { orderId, userId }: { orderId: string; userId: string },
): Promise<ReleaseOutcome> {
  if (await buryReservation(work, { orderId, userId, day: businessDay(work.now) })) return { refilled: false }
  const reservation = await lockReservation(work, orderId)
  if (!reservation || NOTHING_HELD.has(reservation.status)) return { refilled: false }
  const to = reservationMachine.next(reservation.status, 'release')
  const refilled = await endReservation(work, reservation, {
    type: 'RELEASE',
    event: 'release',
    to,
    onHand: 0,
  })
  const next = { ...reservation, status: to, version: reservation.version + 1 }
  work.publish(releasedEvent(next, work.now))
  return { refilled }
}
