import type { Fen } from '@linli/core'
import type { Scope } from '../promotions/scope.ts'

/** 满减 · 折扣 · 立减 · 免运费 · 兑换; the words of `activity.v1.CouponType`. */
export const COUPON_TYPES = ['THRESHOLD', 'DISCOUNT', 'CASH', 'FREE_DELIVERY', 'EXCHANGE'] as const
export type CouponType = (typeof COUPON_TYPES)[number]

/** Copied into every coupon when it is issued. */
export type CouponTerms = {
  readonly type: CouponType
  /** On the eligible lines, after activity prices and full reductions. */
  readonly thresholdFen: Fen
  /** What THRESHOLD and CASH take off; the most FREE_DELIVERY takes off, 0 = the whole fee. */
  readonly amountFen: Fen
  /** DISCOUNT: 8500 = pay 85 %. */
  readonly discountBp: number
  /** The most DISCOUNT and EXCHANGE take off. */
  readonly capFen: Fen | null
  /** What must remain to be paid for the goods. */
  readonly minimumPaymentFen: Fen
  readonly scope: Scope
  readonly scopeText: string
  /** One coupon of a group per order. */
  readonly stackGroup: 'GOODS' | 'DELIVERY'
  /** Where the matrix says BY_TERMS. */
  readonly withPromotions: boolean
  readonly withPoints: boolean
}
