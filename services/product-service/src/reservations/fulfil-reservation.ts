import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { lockReservation } from './reservation.store.ts'
import { reservationMachine } from './reservation.ts'
import { fulfilled } from './restock.store.ts'

const DONE = new Set(['FULFILLED', 'RESTOCKED', 'WRITTEN_OFF'])

/**
 * The goods were handed over.
 * @throws RESERVATION_NOT_FOUND or ILLEGAL_TRANSITION when it overtook the payment; it is tried again.
 */
export async function fulfilReservation(work: Work, orderId: string): Promise<void> {
  const reservation = await lockReservation(work, orderId)
  if (!reservation) throw ProductErrors.RESERVATION_NOT_FOUND({ orderId })
  if (DONE.has(reservation.status)) return
  await fulfilled(work, reservation, reservationMachine.next(reservation.status, 'fulfil'))
}
