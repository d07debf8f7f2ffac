import { businessDay } from '@linli/core'
import { readTogether } from '@linli/events'
import type { Cutoff, SlotRefusal } from '@linli/proto/delivery'
import { gatherCommunity } from '../communities/gather-community.ts'
import type { Deps } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { gatherPoint } from '../pickup-points/gather-pickup-point.ts'
import { servesSpan } from '../pickup-points/hours.ts'
import type { PickupPoint } from '../pickup-points/pickup-point.ts'
import { listOffered, loadSlot, nextCutoff, type SlotAtPoint } from './slot.store.ts'
import { daysFrom, type OfferedSlot, refusalOf, type Slot } from './slot.ts'

const DAYS = { default: 7, max: 14 }

export type SlotQuestion = {
  readonly communityId: string
  readonly mode: string
  readonly pickupPointId?: string | undefined
  /** Business day; absent = today. */
  readonly from?: string | undefined
  /** 0 = 7, at most 14. */
  readonly days: number
}

export type SlotOffer = {
  readonly slots: readonly OfferedSlot[]
  /** The one that was asked for. */
  readonly point: PickupPoint | undefined
}

/** What a full or closed point or a closed community takes away is shown all the same, with its reason (D04). */
export async function gatherSlots(deps: Deps, question: SlotQuestion): Promise<SlotOffer> {
  const at = deps.clock.now()
  const { communityId, mode, pickupPointId } = question
  const from = question.from ?? businessDay(at)
  const count = Math.min(question.days || DAYS.default, DAYS.max)
  const to = daysFrom(from, count).at(-1) ?? from
  const [slots, community, point] = await readTogether(deps, (sql) => {
    const reads = { ...deps, sql }
    return Promise.all([
      listOffered(sql, { communityId, mode, pickupPointId: pickupPointId ?? null, from, to }),
      gatherCommunity(reads, communityId),
      pickupPointId ? gatherPoint(reads, pickupPointId) : undefined,
    ])
  })
  const shut = community.status !== 'OPEN' || (point !== undefined && point.status !== 'OPEN')
  const offered = slots.map((slot) => ({
    slot,
    reason: shut || !served(point, slot) ? 'CLOSED' : (refusalOf(slot, at) ?? refusalOfPoint(slot)),
  }))
  return { slots: offered, point }
}

const refusalOfPoint = ({ pointFull }: SlotAtPoint): SlotRefusal | undefined =>
  pointFull ? 'FULL' : undefined

const served = (point: PickupPoint | undefined, slot: Slot): boolean => !point || servesSpan(point, slot)

export async function gatherSlot(deps: Deps, id: string): Promise<OfferedSlot> {
  const slot = await loadSlot(deps.sql, id)
  return { slot, reason: refusalOf(slot, deps.clock.now()) }
}

/** @throws SLOT_NOT_FOUND when no slot is offered any more. */
export async function gatherCutoff(
  deps: Deps,
  question: { communityId: string; mode: string; at: Date },
): Promise<Cutoff> {
  const slot = await nextCutoff(deps.sql, question)
  if (!slot) throw DeliveryErrors.SLOT_NOT_FOUND({ communityId: question.communityId })
  const { cutoffAt, day, version } = slot
  return { cutoffAt, deliveryDate: day, version, asOfMs: deps.clock.now().getTime() }
}
