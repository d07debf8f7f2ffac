import { type BusinessDay, businessDay, businessDayRange, MINUTE_MS } from '@linli/core'
import { demoId } from '../demo-id.ts'
import { type CommunityKey, communities } from './communities.ts'
import type { DeliveryMode } from './product-row.ts'

export type SlotTemplate = {
  readonly id: string
  readonly communityKey: CommunityKey
  readonly communityId: string
  readonly mode: DeliveryMode
  /** ISO weekdays on which the window is offered (1 = Monday). */
  readonly weekdays: readonly number[]
  readonly startTime: string
  readonly endTime: string
  readonly capacity: number
  /** Orders close this long before the window opens. */
  readonly cutOffMinutes: number
  /** The earliest window a new order may take opens at least this long from now. */
  readonly minLeadMinutes: number
  readonly surchargeFen: number
}

export type DatedSlot = {
  readonly id: string
  readonly templateId: string
  readonly communityId: string
  readonly mode: DeliveryMode
  readonly date: BusinessDay
  readonly startAt: Date
  readonly endAt: Date
  readonly cutOffAt: Date
  readonly capacity: number
  readonly surchargeFen: number
}

type Window = readonly [start: string, end: string, capacity: number, surchargeFen: number]

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const DAY_MINUTES = 24 * 60

const WINDOWS: Readonly<Record<DeliveryMode, readonly Window[]>> = {
  SELF_PICKUP: [
    ['10:00', '12:00', 500, 0],
    ['16:00', '18:00', 500, 0],
    ['18:00', '20:30', 800, 0],
  ],
  HOME: [
    ['09:00', '11:00', 80, 0],
    ['14:00', '16:00', 80, 0],
    ['17:00', '19:00', 100, 0],
    ['19:00', '21:00', 60, 200],
  ],
}

const CUT_OFF: Readonly<Record<DeliveryMode, number>> = { SELF_PICKUP: 180, HOME: 120 }

export const slotTemplates: readonly SlotTemplate[] = communities.flatMap((community) =>
  (['SELF_PICKUP', 'HOME'] as const).flatMap((mode) =>
    WINDOWS[mode].map(([startTime, endTime, capacity, surchargeFen]) => ({
      id: demoId(`slot-template:${community.key}:${mode}:${startTime}`),
      communityKey: community.key,
      communityId: community.id,
      mode,
      weekdays: EVERY_DAY,
      startTime,
      endTime,
      capacity,
      cutOffMinutes: CUT_OFF[mode],
      minLeadMinutes: CUT_OFF[mode],
      surchargeFen,
    })),
  ),
)

export const SLOT_DAYS = 28

/**
 * Four weeks of slots of every template from a business day on. Ids depend on template and date only, so loading
 * again on a later day adds days and repeats none.
 */
export function datedSlots(from: BusinessDay, days = SLOT_DAYS): readonly DatedSlot[] {
  const midnight = businessDayRange(from).from.getTime()
  return Array.from(
    { length: days },
    (_, index) => new Date(midnight + index * DAY_MINUTES * MINUTE_MS),
  ).flatMap((day) =>
    slotTemplates.filter((template) => offeredOn(template, day)).map((template) => dated(template, day)),
  )
}

function offeredOn(template: SlotTemplate, midnight: Date): boolean {
  const weekday = new Date(businessDay(midnight)).getUTCDay()
  return template.weekdays.includes(weekday === 0 ? 7 : weekday)
}

function dated(template: SlotTemplate, midnight: Date): DatedSlot {
  const date = businessDay(midnight)
  const at = (minutes: number) => new Date(midnight.getTime() + minutes * MINUTE_MS)
  const start = minutesOf(template.startTime)
  return {
    id: demoId(`slot:${template.communityKey}:${template.mode}:${date}:${template.startTime}`),
    templateId: template.id,
    communityId: template.communityId,
    mode: template.mode,
    date,
    startAt: at(start),
    endAt: at(minutesOf(template.endTime)),
    cutOffAt: at(start - template.cutOffMinutes),
    capacity: template.capacity,
    surchargeFen: template.surchargeFen,
  }
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number)
  return (hours ?? 0) * 60 + (minutes ?? 0)
}
