import { BASIS_POINTS, type Fen } from '@linli/core'
import type { PointsRefusal } from '@linli/proto/points'

export type Rule = {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly status: 'DRAFT' | 'ACTIVE'
  readonly effectiveFrom: Date
  /** Each full amount paid earns one point; the rest is dropped. */
  readonly earnPerFen: Fen
  readonly earnOrderCap: number
  readonly earnDayCap: number
  readonly excludedCategoryIds: readonly string[]
  /** What one point is worth at checkout. */
  readonly redeemFenPerPoint: Fen
  readonly redeemMaxBp: number
  readonly redeemOrderCap: number
  /** Points are spent in multiples of this. */
  readonly redeemUnit: number
  readonly withCoupon: boolean
  readonly withActivity: boolean
}

export type Wish = {
  readonly balance: number
  readonly accountFrozen: boolean
  /** Goods after every other discount, without fee. */
  readonly payableFen: Fen
  readonly withCoupon: boolean
  readonly withActivity: boolean
  readonly requested: number | undefined
  readonly zeroPayAllowed: boolean
}

export type Deduction = {
  readonly points: number
  readonly maxPoints: number
  readonly reason: Exclude<PointsRefusal, 'UNSPECIFIED' | 'UNRECOGNIZED'> | undefined
}

/**
 * The most that may be spent (J11): least of balance, share of the order, cap, and payable − 1 fen, rounded down to
 * the unit. Worth more than the order is capped, never refused (T26).
 */
export function deduct(rule: Rule, wish: Wish): Deduction {
  const refusal = refusalOf(rule, wish)
  if (refusal) return { points: 0, maxPoints: 0, reason: refusal }
  const unit = (points: number) => Math.floor(points / rule.redeemUnit) * rule.redeemUnit
  const spendableFen = Math.max(0, wish.payableFen - (wish.zeroPayAllowed ? 0 : 1))
  const shareFen = Math.floor((wish.payableFen * rule.redeemMaxBp) / BASIS_POINTS)
  const byMoney = Math.floor(Math.min(spendableFen, shareFen) / rule.redeemFenPerPoint)
  const allowed = Math.min(byMoney, rule.redeemOrderCap)
  const maxPoints = unit(Math.min(wish.balance, allowed))
  if (maxPoints === 0) {
    return { points: 0, maxPoints, reason: wish.balance < rule.redeemUnit ? 'INSUFFICIENT' : 'BELOW_UNIT' }
  }
  return { points: Math.min(unit(wish.requested ?? maxPoints), maxPoints), maxPoints, reason: undefined }
}

function refusalOf(rule: Rule, wish: Wish): Deduction['reason'] {
  if (wish.accountFrozen) return 'ACCOUNT_FROZEN'
  if (wish.withCoupon && !rule.withCoupon) return 'NOT_WITH_COUPON'
  if (wish.withActivity && !rule.withActivity) return 'NOT_WITH_ACTIVITY'
  return undefined
}

export type EarnLine = { readonly netFen: Fen; readonly categoryIds: readonly string[] }

/** Points for net goods money (J06): excluded categories earn nothing, caps per order and per day apply. */
export function earn(
  rule: Rule,
  lines: readonly EarnLine[],
  earnedToday: number,
): { points: number; capped: boolean } {
  const countedFen = lines
    .filter((line) => !isExcluded(rule, line))
    .reduce((sum, { netFen }) => sum + netFen, 0)
  const full = Math.floor(countedFen / rule.earnPerFen)
  const points = Math.max(0, Math.min(full, rule.earnOrderCap, rule.earnDayCap - earnedToday))
  return { points, capped: points < full }
}

export const isExcluded = (
  rule: Rule,
  { categoryIds }: { readonly categoryIds: readonly string[] },
): boolean => categoryIds.some((id) => rule.excludedCategoryIds.includes(id))
