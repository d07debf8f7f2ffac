import type { BusinessDay } from '@linli/core'
import type { Slot as SlotMessage, SlotRefusal } from '@linli/proto/delivery'
import type { Mode } from '../communities/community.ts'

export type Slot = {
  readonly id: string
  readonly templateId: string
  readonly communityId: string
  readonly mode: Mode
  /** Null: every point of the community. */
  readonly pickupPointId: string | null
  readonly day: BusinessDay
  readonly startsAt: Date
  readonly endsAt: Date
  /** The last moment to order: the cut-off, or the lead time when that is longer (D03). */
  readonly cutoffAt: Date
  readonly capacity: number
  readonly reserved: number
  readonly surchargeFen: number
  readonly status: 'OPEN' | 'CLOSED'
  readonly note: string
  readonly edited: boolean
  readonly version: number
}

const MINUTES_OF_DAY = /T(\d{2}:\d{2})/
const SHANGHAI_MS = 8 * 3600 * 1000

const timeOf = (at: Date): string =>
  MINUTES_OF_DAY.exec(new Date(at.getTime() + SHANGHAI_MS).toISOString())?.[1] ?? ''

/** Such as 16:00-18:00, local time. */
export const labelOf = ({ startsAt, endsAt }: Pick<Slot, 'startsAt' | 'endsAt'>): string =>
  `${timeOf(startsAt)}-${timeOf(endsAt)}`

/** Why a slot cannot be taken; undefined = it can. A full slot is shown, with its reason (D04). */
export function refusalOf(slot: Slot, at: Date): SlotRefusal | undefined {
  if (slot.status === 'CLOSED') return 'CLOSED'
  if (slot.cutoffAt <= at) return 'CUTOFF_PASSED'
  return slot.reserved >= slot.capacity ? 'FULL' : undefined
}

export type OfferedSlot = { readonly slot: Slot; readonly reason: SlotRefusal | undefined }

export const toSlotMessage = ({ slot, reason }: OfferedSlot, at: Date): SlotMessage => ({
  slotId: slot.id,
  communityId: slot.communityId,
  mode: slot.mode,
  pickupPointId: slot.pickupPointId ?? undefined,
  date: slot.day,
  label: labelOf(slot),
  startsAt: slot.startsAt,
  endsAt: slot.endsAt,
  cutoffAt: slot.cutoffAt,
  capacity: slot.capacity,
  remaining: slot.capacity - slot.reserved,
  surchargeFen: slot.surchargeFen,
  selectable: reason === undefined,
  reason,
  version: slot.version,
  asOfMs: at.getTime(),
})

const DAY_MS = 24 * 3600 * 1000

/** `count` business days from one on. */
export function daysFrom(day: BusinessDay, count: number): BusinessDay[] {
  return Array.from({ length: count }, (_, ahead) =>
    new Date(Date.parse(day) + ahead * DAY_MS).toISOString().slice(0, 10),
  )
}
