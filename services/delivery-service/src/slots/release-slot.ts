import type { Work } from '../deps.ts'
import { loadSlot } from './slot.store.ts'
import { buryReservation, lockReservation, returnPlace, saveReservation } from './slot-reservation.store.ts'
import { releasedEvent, type SlotReservation, slotReservationMachine } from './slot-reservation.ts'

/**
 * The order was closed unpaid: its place is free again. When nobody has asked for a place yet, a tombstone refuses
 * the late request.
 * @throws ILLEGAL_TRANSITION never: what is released, refused or buried stays as it is.
 */
export async function releaseSlot(
  work: Work,
  { orderId, userId }: { orderId: string; userId: string },
): Promise<void> {
  if (await buryReservation(work, { orderId, userId })) return
  await free(work, await lockReservation(work, orderId))
}

/** Nothing of a paid order is left to hand over: its place is free, unless the slot is past its cut-off (§9.6). */
export async function releaseSlotBeforeCutoff(work: Work, orderId: string): Promise<void> {
  const reservation = await lockReservation(work, orderId)
  if (!reservation?.slotId) return
  const { cutoffAt } = await loadSlot(work.sql, reservation.slotId)
  if (work.now < cutoffAt) await free(work, reservation)
}

async function free(work: Work, reservation: SlotReservation | undefined): Promise<void> {
  if (!reservation?.slotId || !slotReservationMachine.can(reservation.status, 'release')) return
  const { orderId, slotId, pickupPointId, status } = reservation
  await returnPlace(work, { slotId, pickupPointId })
  const to = slotReservationMachine.next(status, 'release')
  const version = await saveReservation(work, orderId, { event: 'release', from: status, to, slotId })
  work.publish(releasedEvent(orderId, slotId, { at: work.now, version }))
}
