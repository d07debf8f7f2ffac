import type { Work } from '../deps.ts'
import { lockReservation, saveReservation } from './slot-reservation.store.ts'
import { slotReservationMachine } from './slot-reservation.ts'

/** The order is paid and being prepared: the sweeper need not ask about its place any more. */
export async function commitSlot(work: Work, orderId: string): Promise<void> {
  const reservation = await lockReservation(work, orderId)
  if (!reservation || !slotReservationMachine.can(reservation.status, 'commit')) return
  const { status, slotId } = reservation
  const to = slotReservationMachine.next(status, 'commit')
  await saveReservation(work, orderId, { event: 'commit', from: status, to, slotId })
}
