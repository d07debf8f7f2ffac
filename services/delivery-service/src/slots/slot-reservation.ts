import { type DomainEvent, defineMachine, happened } from '@linli/core'
import { type SlotRefusal, SlotReleased, SlotReservationFailed, SlotReserved } from '@linli/proto/delivery'
import type { Slot } from './slot.ts'

/**
 * A place in a slot, one per order (D04). REFUSED and BURIED are beginnings without a place: refused when asked, or
 * closed before anybody asked (the tombstone, product.md §9.3). COMMITTED: the order is paid and being prepared.
 */
export const slotReservationMachine = defineMachine('slot-reservation', 'RESERVED', {
  RESERVED: { commit: 'COMMITTED', release: 'RELEASED' },
  COMMITTED: { release: 'RELEASED' },
  RELEASED: {},
  REFUSED: {},
  BURIED: {},
})

export type SlotReservationStatus = (typeof slotReservationMachine.states)[number]

export type SlotReservation = {
  readonly orderId: string
  readonly userId: string
  readonly slotId: string | null
  readonly pickupPointId: string | null
  readonly status: SlotReservationStatus
  readonly refusal: SlotRefusal | null
  readonly version: number
  readonly createdAt: Date
}

export type Wanted = {
  readonly orderId: string
  readonly userId: string
  readonly slotId: string
  readonly pickupPointId: string | null
}

const about = (orderId: string, aggregateVersion: number) => ({
  aggregateType: 'slot-reservation',
  aggregateId: orderId,
  aggregateVersion,
})

export type Reserved = Pick<Slot, 'id' | 'startsAt' | 'endsAt'>

export const reservedEvent = (
  orderId: string,
  slot: Reserved,
  { at, version }: { at: Date; version: number },
): DomainEvent =>
  happened(SlotReserved, about(orderId, version), {
    orderId,
    slotId: slot.id,
    startsAt: slot.startsAt,
    endsAt: slot.endsAt,
    reservedAt: at,
    version,
  })

export const refusedEvent = (
  { orderId, slotId }: Pick<Wanted, 'orderId' | 'slotId'>,
  reason: SlotRefusal,
  { at, version }: { at: Date; version: number },
): DomainEvent =>
  happened(SlotReservationFailed, about(orderId, version), { orderId, slotId, reason, failedAt: at, version })

export const releasedEvent = (
  orderId: string,
  slotId: string,
  { at, version }: { at: Date; version: number },
): DomainEvent =>
  happened(SlotReleased, about(orderId, version), { orderId, slotId, releasedAt: at, version })
