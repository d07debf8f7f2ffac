import { defineMachine, type Fen, MINUTE_MS } from '@linli/core'
import type { Scope } from './scope.ts'

/** product.md A18. Time moves SCHEDULED and RUNNING; the stored word may lag behind, `isRunning` does not. */
export const promotionMachine = defineMachine('promotion', 'DRAFT', {
  DRAFT: { submit: 'REVIEW' },
  REVIEW: { approve: 'SCHEDULED', reject: 'DRAFT' },
  SCHEDULED: { start: 'RUNNING', pause: 'PAUSED', end: 'ENDED' },
  RUNNING: { pause: 'PAUSED', end: 'ENDED' },
  PAUSED: { resume: 'SCHEDULED', end: 'ENDED' },
  ENDED: {},
})
export type PromotionStatus = (typeof promotionMachine.states)[number]
export type PromotionEvent = Parameters<typeof promotionMachine.next>[1]

/** A price for some SKUs, or a part of every price in scope (8500 = pay 85 %); the SKU's own price comes first. */
export type LimitedDiscount = {
  readonly type: 'LIMITED_DISCOUNT'
  readonly discountBp: number | null
  readonly prices: readonly { readonly skuId: string; readonly priceFen: Fen }[]
}

/** 满减: ascending steps; the highest one reached counts, once. */
export type FullReduction = {
  readonly type: 'FULL_REDUCTION'
  readonly ladder: readonly { readonly thresholdFen: Fen; readonly reductionFen: Fen }[]
}

export type FreeDelivery = { readonly type: 'FREE_DELIVERY'; readonly thresholdFen: Fen }

export type PromotionRule = LimitedDiscount | FullReduction | FreeDelivery
export type PromotionType = PromotionRule['type']

/** `quota` sold at this price in all, `perUserLimit` to one user; null = any number. */
export type Quota = {
  readonly skuId: string
  readonly quota: number | null
  readonly perUserLimit: number | null
}

export type Promotion = {
  readonly id: string
  readonly name: string
  readonly merchantId: string | null
  readonly funding: 'PLATFORM' | 'MERCHANT'
  readonly scope: Scope
  readonly rule: PromotionRule
  readonly startsAt: Date
  readonly endsAt: Date
  readonly status: PromotionStatus
  readonly version: number
  readonly quotas: readonly Quota[]
}

const within = ({ startsAt, endsAt }: Promotion, at: Date): boolean => startsAt <= at && at < endsAt

export const isRunning = (promotion: Promotion, at: Date): boolean =>
  (promotion.status === 'SCHEDULED' || promotion.status === 'RUNNING') && within(promotion, at)

/** A quote holds its price for ten minutes (O02), also across the end of a promotion. */
export const QUOTE_MS = 10 * MINUTE_MS

/** Whether an order placed at `at` may still have this price; one that was stopped by hand gives it to nobody. */
export function holdsQuote(promotion: Promotion, at: Date): boolean {
  if (isRunning(promotion, at)) return true
  const stopped = promotion.status === 'ENDED' && promotion.endsAt > at
  const overSince = at.getTime() - promotion.endsAt.getTime()
  return !stopped && promotion.status !== 'PAUSED' && overSince >= 0 && overSince < QUOTE_MS
}

/** 满100减20, for the user. */
export function explain({ rule }: Pick<Promotion, 'rule'>): string {
  switch (rule.type) {
    case 'LIMITED_DISCOUNT':
      return rule.discountBp === null ? '限时特价' : `限时 ${rule.discountBp / 1000} 折`
    case 'FULL_REDUCTION':
      return rule.ladder
        .map(({ thresholdFen, reductionFen }) => `满${yuan(thresholdFen)}减${yuan(reductionFen)}`)
        .join('，')
    case 'FREE_DELIVERY':
      return rule.thresholdFen === 0 ? '免配送费' : `满${yuan(rule.thresholdFen)}免配送费`
  }
}

/** Without needless zeros: 2000 → 20, 1250 → 12.5. */
export const yuan = (fen: Fen): string => String(fen / 100)
