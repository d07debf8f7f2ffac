import { type BusinessDay, MINUTE_MS } from '@linli/core'
import type { Mode } from '../communities/community.ts'
import { instantOf, isoWeekday } from '../pickup-points/hours.ts'
import type { Slot } from './slot.ts'

export type SlotTemplateDraft = {
  readonly communityId: string
  readonly mode: Mode
  readonly pickupPointId: string | null
  /** ISO weekdays, 1 = Monday. */
  readonly weekdays: readonly number[]
  readonly startTime: string
  readonly endTime: string
  readonly capacity: number
  readonly cutOffMinutes: number
  readonly minLeadMinutes: number
  readonly surchargeFen: number
  readonly enabled: boolean
}

export type SlotTemplate = SlotTemplateDraft & { readonly id: string; readonly version: number }

export type SlotExceptionDraft = {
  readonly day: BusinessDay
  /** Null: everywhere. */
  readonly communityId: string | null
  /** Null: every mode. */
  readonly mode: Mode | null
  readonly kind: 'CLOSED' | 'OVERRIDE'
  readonly capacity: number | null
  readonly surchargeFen: number | null
  readonly note: string
}

export type SlotException = SlotExceptionDraft & { readonly id: string; readonly version: number }

export type DatedSlot = Omit<Slot, 'id' | 'reserved' | 'edited' | 'version'>

/** The most special exception of a day: a community before everywhere, a mode before every mode. */
export function exceptionFor(
  exceptions: readonly SlotException[],
  { communityId, mode }: Pick<SlotTemplate, 'communityId' | 'mode'>,
  day: BusinessDay,
): SlotException | undefined {
  const weight = (one: SlotException) => (one.communityId ? 2 : 0) + (one.mode ? 1 : 0)
  return exceptions
    .filter((one) => one.day === day)
    .filter((one) => one.communityId === null || one.communityId === communityId)
    .filter((one) => one.mode === null || one.mode === mode)
    .sort((a, b) => weight(b) - weight(a))[0]
}

/** The slot of a template on a day, in Shanghai time; undefined when the template does not offer that day (D03). */
export function dateSlot(
  template: SlotTemplate,
  day: BusinessDay,
  exceptions: readonly SlotException[],
): DatedSlot | undefined {
  if (!template.enabled || !template.weekdays.includes(isoWeekday(day))) return undefined
  const exception = exceptionFor(exceptions, template, day)
  const startsAt = instantOf(day, template.startTime)
  const notice = Math.max(template.cutOffMinutes, template.minLeadMinutes)
  return {
    templateId: template.id,
    communityId: template.communityId,
    mode: template.mode,
    pickupPointId: template.pickupPointId,
    day,
    startsAt,
    endsAt: instantOf(day, template.endTime),
    cutoffAt: new Date(startsAt.getTime() - notice * MINUTE_MS),
    capacity: exception?.capacity ?? template.capacity,
    surchargeFen: exception?.surchargeFen ?? template.surchargeFen,
    status: exception?.kind === 'CLOSED' ? 'CLOSED' : 'OPEN',
    note: exception?.note ?? '',
  }
}
