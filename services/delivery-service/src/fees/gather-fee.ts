import { isAppError } from '@linli/core'
import { readTogether } from '@linli/events'
import type { DeliveryMode } from '@linli/proto/common'
import type { FeeQuote } from '@linli/proto/delivery'
import { gatherCommunity } from '../communities/gather-community.ts'
import type { Point } from '../communities/geo.ts'
import type { Deps } from '../deps.ts'
import { gatherPoint } from '../pickup-points/gather-pickup-point.ts'
import { gatherSlot } from '../slots/gather-slots.ts'
import type { OfferedSlot } from '../slots/slot.ts'
import { type FeeLine, quoteFee } from './fee.ts'
import { ruleFor } from './fee-rule.store.ts'

export type FeeQuestion = {
  readonly communityId: string
  readonly mode: DeliveryMode
  readonly pickupPointId?: string | undefined
  readonly place?: Point | undefined
  /** Where nobody has said a place yet, the centre of the community stands in: an estimate, never what is charged. */
  readonly isEstimate?: boolean
  readonly slotId?: string | undefined
  readonly lines: readonly FeeLine[]
  readonly goodsFen: number
  readonly freeDelivery: boolean
}

/** Reads what decides about a fee, at once, and quotes. */
export async function gatherFee(deps: Deps, question: FeeQuestion): Promise<FeeQuote> {
  const { communityId, mode, pickupPointId, slotId } = question
  const [community, point, slot, rule] = await readTogether(deps, (sql) => {
    const reads = { ...deps, sql }
    return Promise.all([
      orUndefined(gatherCommunity(reads, communityId)),
      pickupPointId ? orUndefined(gatherPoint(reads, pickupPointId)) : undefined,
      slotId ? orUndefined(gatherSlot(reads, slotId)) : undefined,
      ruleFor(sql, communityId, mode),
    ])
  })
  const fits = slot && fitsQuestion(slot, question) ? slot : undefined
  const centre: Point | undefined =
    question.isEstimate && community ? [community.lng, community.lat] : undefined
  return quoteFee({
    mode,
    community,
    point,
    place: question.place ?? centre,
    slot: slotId ? (fits ?? 'MISSING') : undefined,
    rule,
    lines: question.lines,
    goodsFen: question.goodsFen,
    freeDelivery: question.freeDelivery,
    at: deps.clock.now(),
  })
}

const fitsQuestion = ({ slot }: OfferedSlot, { communityId, mode, pickupPointId }: FeeQuestion): boolean =>
  slot.communityId === communityId &&
  slot.mode === mode &&
  (slot.pickupPointId === null || slot.pickupPointId === pickupPointId)

async function orUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (isAppError(error) && error.kind === 'not_found') return undefined
    throw error
  }
}
