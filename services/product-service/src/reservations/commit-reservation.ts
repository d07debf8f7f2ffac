import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { endReservation, lockReservation } from './reservation.store.ts'
import { committedEvent, reservationMachine } from './reservation.ts'

const COMMITTED_ALREADY = new Set(['COMMITTED', 'FULFILLED', 'RESTOCKED', 'WRITTEN_OFF'])

/**
 * The order is paid: its goods leave the shelf.
 * @throws RESERVATION_NOT_FOUND when the payment overtook the order (it is tried again), ILLEGAL_TRANSITION when the
 * stock was released: money for a closed order is refunded, never turned into stock (T13).
 */
export async function commitReservation(work: Work, orderId: string): Promise<void> {
  const reservation = await lockReservation(work, orderId)
  if (!reservation) throw ProductErrors.RESERVATION_NOT_FOUND({ orderId })
  if (COMMITTED_ALREADY.has(reservation.status)) return
  const to = reservationMachine.next(reservation.status, 'commit')
  await endReservation(work, reservation, { type: 'COMMIT', event: 'commit', to, onHand: -1 })
  const next = { ...reservation, status: to, version: reservation.version + 1 }
  work.publish(committedEvent(next, work.now))
}
