import type { DeliveryMode, StorageType } from '@linli/proto/common'
import type { FeeItem, FeeQuote, FeeRefusal } from '@linli/proto/delivery'
import { type Community, isPickup } from '../communities/community.ts'
import { metresBetween, type Point } from '../communities/geo.ts'
import { isTaking, type PickupPoint } from '../pickup-points/pickup-point.ts'
import type { OfferedSlot } from '../slots/slot.ts'
import { type FeeRule, tierFor } from './fee-rule.ts'

export type FeeLine = {
  readonly skuId: string
  /** Of the whole line. */
  readonly weightG: number
  readonly storageType: StorageType
  readonly deliveryModes: readonly DeliveryMode[]
}

export type FeeFacts = {
  readonly mode: DeliveryMode
  readonly community: Community | undefined
  readonly point: PickupPoint | undefined
  /** Of the address, GCJ-02. */
  readonly place: Point | undefined
  /** Asked for by id; undefined = no slot was chosen. */
  readonly slot: OfferedSlot | 'MISSING' | undefined
  readonly rule: FeeRule | undefined
  readonly lines: readonly FeeLine[]
  /** What thresholds are measured on. */
  readonly goodsFen: number
  /** A promotion or coupon pays the fee. */
  readonly freeDelivery: boolean
  readonly at: Date
}

const NO_RULE = 'free'

/**
 * D05: base + distance tier + weight tier + slot surcharge − threshold − promotion, itemised. Collecting is free. What
 * cannot be delivered is a refusal, never a fee of 0.
 */
export function quoteFee(facts: FeeFacts): FeeQuote {
  const [reason, blockedSkuIds = []] = refusal(facts) ?? []
  if (reason) return refused(facts, reason, blockedSkuIds)
  const charges = chargesOf(facts)
  if ('reason' in charges) return refused(facts, charges.reason, [])
  const { rule } = facts
  const missingFen = Math.max(0, (rule?.minOrderFen ?? 0) - facts.goodsFen)
  const grossFen = sum(charges.items)
  const reductions = reductionsOf(facts, grossFen)
  return {
    available: missingFen === 0,
    reason: missingFen > 0 ? 'BELOW_MINIMUM' : undefined,
    blockedSkuIds: [],
    feeFen: grossFen + sum(reductions),
    feeDiscountFen: -sum(reductions),
    items: [...charges.items, ...reductions],
    minimumGoodsFen: rule?.minOrderFen ?? 0,
    missingFen,
    freeFromFen: rule?.freeThresholdFen ?? undefined,
    distanceM: distanceOf(facts),
    ruleVersion: versionOf(rule),
    asOfMs: facts.at.getTime(),
  }
}

const sum = (items: readonly FeeItem[]): number => items.reduce((total, item) => total + item.amountFen, 0)

const versionOf = (rule: FeeRule | undefined): string => (rule ? `${rule.id}:${rule.version}` : NO_RULE)

const distanceOf = ({ place, community, mode }: FeeFacts): number | undefined =>
  mode === 'HOME' && place && community ? metresBetween([community.lng, community.lat], place) : undefined

type Refusal = readonly [reason: FeeRefusal, blockedSkuIds?: string[]]

/** What has nothing to do with money. */
function refusal(facts: FeeFacts): Refusal | undefined {
  const { mode, community, lines, place, slot, at } = facts
  if (community?.status !== 'OPEN') return ['AREA_NOT_SERVED']
  if (!community.deliveryModes.some((offered) => offered === mode)) return ['MODE_NOT_OFFERED']
  const blocked = lines.filter(({ deliveryModes }) => !deliveryModes.includes(mode))
  if (blocked.length > 0) return ['MODE_NOT_ALLOWED_BY_GOODS', blocked.map(({ skuId }) => skuId)]
  const pointRefusal = isPickup(mode) ? refusalOfPoint(facts, at) : undefined
  if (pointRefusal) return pointRefusal
  if (mode === 'HOME' && !place) return ['AREA_NOT_SERVED']
  if (slot === 'MISSING' || slot?.reason) return ['SLOT_UNAVAILABLE']
  return undefined
}

function refusalOfPoint({ point, community, lines }: FeeFacts, at: Date): Refusal | undefined {
  if (!point || point.communityId !== community?.id || !isTaking(point, at)) return ['POINT_CLOSED']
  const cold = lines.filter(({ storageType }) => storageType === 'CHILLED' || storageType === 'FROZEN')
  if (cold.length > 0 && !point.coldStorage) return ['NO_COLD_STORAGE', cold.map(({ skuId }) => skuId)]
  return undefined
}

type Charges = { readonly items: FeeItem[] } | { readonly reason: FeeRefusal }

function chargesOf(facts: FeeFacts): Charges {
  const { mode, rule, lines, slot } = facts
  if (mode === 'SELF_PICKUP') return { items: [] }
  if (!rule) return { reason: 'AREA_NOT_SERVED' }
  const distanceM = distanceOf(facts)
  const distanceFen = distanceM === undefined ? 0 : tierFor(rule.distanceTiers, distanceM, 'upToMeters')
  if (distanceFen === undefined) return { reason: 'AREA_NOT_SERVED' }
  const weightG = lines.reduce((total, line) => total + line.weightG, 0)
  const weightFen = tierFor(rule.weightTiers, weightG, 'upToGrams')
  if (weightFen === undefined) return { reason: 'TOO_HEAVY' }
  const surchargeFen = slot && slot !== 'MISSING' ? slot.slot.surchargeFen : 0
  const items: FeeItem[] = [
    { kind: 'BASE', label: '基础运费', amountFen: rule.baseFen },
    { kind: 'DISTANCE', label: `距离 ${distanceM ?? 0} 米`, amountFen: distanceFen },
    { kind: 'WEIGHT', label: `重量 ${(weightG / 1000).toFixed(2)} 公斤`, amountFen: weightFen },
    { kind: 'SLOT_SURCHARGE', label: '时段加价', amountFen: surchargeFen },
  ]
  return { items: items.filter((item) => item.amountFen > 0) }
}

/** What pays the fee is said once: the threshold first, a promotion for what it leaves. */
function reductionsOf({ rule, goodsFen, freeDelivery }: FeeFacts, grossFen: number): FeeItem[] {
  if (grossFen === 0) return []
  const threshold = rule?.freeThresholdFen ?? null
  if (threshold !== null && goodsFen >= threshold) {
    return [{ kind: 'THRESHOLD_FREE', label: `满 ${threshold / 100} 元免运费`, amountFen: -grossFen }]
  }
  return freeDelivery ? [{ kind: 'PROMOTION_FREE', label: '免运费优惠', amountFen: -grossFen }] : []
}

const refused = (facts: FeeFacts, reason: FeeRefusal, blockedSkuIds: string[]): FeeQuote => ({
  available: false,
  reason,
  blockedSkuIds,
  feeFen: 0,
  feeDiscountFen: 0,
  items: [],
  minimumGoodsFen: facts.rule?.minOrderFen ?? 0,
  missingFen: 0,
  freeFromFen: facts.rule?.freeThresholdFen ?? undefined,
  distanceM: distanceOf(facts),
  ruleVersion: versionOf(facts.rule),
  asOfMs: facts.at.getTime(),
})
