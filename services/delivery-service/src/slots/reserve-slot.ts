import type { SlotRefusal } from '@linli/proto/delivery'
import type { Work } from '../deps.ts'
import { findSlot, loadSlot } from './slot.store.ts'
import { refusalOf } from './slot.ts'
import { lockReservation, openReservation, saveReservation, takePlace } from './slot-reservation.store.ts'
import { refusedEvent, reservedEvent, type Wanted } from './slot-reservation.ts'

/**
 * Takes a place for an order and answers the saga. A full slot is an answer, not an error; asked again, the answer is
 * the same; an order that was closed before is refused by its tombstone.
 */
export async function reserveSlot(work: Work, wanted: Wanted): Promise<void> {
  if (!(await openReservation(work, wanted))) return answerAgain(work, wanted)
  const { slot, pointFull } = await takePlace(work, wanted)
  if (slot && !pointFull) {
    const version = await saveReservation(work, wanted.orderId, {
      event: 'reserve',
      from: null,
      to: 'RESERVED',
      slotId: slot.id,
    })
    return work.publish(reservedEvent(wanted.orderId, slot, { at: work.now, version }))
  }
  const refusal = pointFull ? 'FULL' : await whyNot(work, wanted)
  const version = await saveReservation(work, wanted.orderId, {
    event: 'refuse',
    from: null,
    to: 'REFUSED',
    slotId: null,
    refusal,
  })
  work.publish(refusedEvent(wanted, refusal, { at: work.now, version }))
}

async function whyNot(work: Work, { slotId, pickupPointId }: Wanted): Promise<SlotRefusal> {
  const slot = await findSlot(work.sql, slotId)
  if (!slot || (slot.pickupPointId !== null && slot.pickupPointId !== pickupPointId)) return 'NOT_FOUND'
  // A place that came free since the refusal does not change it: the order was told once.
  return refusalOf(slot, work.now) ?? 'FULL'
}

async function answerAgain(work: Work, wanted: Wanted): Promise<void> {
  const reservation = await lockReservation(work, wanted.orderId)
  if (!reservation) throw new Error(`slot reservation of ${wanted.orderId} vanished`)
  const { status, slotId, version, refusal } = reservation
  const stamp = { at: work.now, version }
  if (slotId && (status === 'RESERVED' || status === 'COMMITTED')) {
    return work.publish(reservedEvent(wanted.orderId, await loadSlot(work.sql, slotId), stamp))
  }
  work.publish(refusedEvent(wanted, refusal ?? 'ORDER_CLOSED', stamp))
}
