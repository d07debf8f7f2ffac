import { type DomainEvent, defineMachine, type Fen, happened } from '@linli/core'
import {
  PromotionLocked,
  PromotionLockFailed,
  type PromotionRefusal,
  PromotionReleased,
  type QuotaTaken,
} from '@linli/proto/activity'
import type { OrderLine } from '@linli/proto/order'
import { type CouponLine, offerOf } from '../coupons/coupon.ts'
import type { UserCoupon } from '../coupons/user-coupon.ts'
import { type PricedLine, priceWith } from '../promotions/price.ts'
import { holdsQuote } from '../promotions/promotion.ts'
import type { QuotaDemand } from '../promotions/quota.ts'
import type { Rules } from '../promotions/running.ts'

/** What an order holds of activity-service. It begins as LOCKED or, refused or closed before, as REJECTED. */
export const promotionLockMachine = defineMachine('promotion-lock', 'LOCKED', {
  LOCKED: { use: 'USED', release: 'RELEASED' },
  USED: { return: 'RETURNED' },
  RELEASED: {},
  RETURNED: {},
  REJECTED: {},
})
export type LockStatus = (typeof promotionLockMachine.states)[number]

export type Refusal = {
  readonly reason: Exclude<PromotionRefusal, 'UNSPECIFIED' | 'UNRECOGNIZED'>
  /** Of the coupon or promotion that refused, for the user. */
  readonly name: string
  readonly couponId?: string | undefined
  readonly promotionId?: string | undefined
  readonly skuId?: string | undefined
}

export const ORDER_CLOSED: Refusal = { reason: 'ORDER_CLOSED', name: '' }

export type PromotionLock = {
  readonly orderId: string
  readonly userId: string
  readonly status: LockStatus
  readonly couponId: string | null
  readonly refusal: Refusal | null
  readonly version: number
  readonly updatedAt: Date
}

/** What of OrderCreated decides. */
export type OrderToLock = {
  readonly orderId: string
  readonly userId: string
  readonly communityId: string
  readonly type: string
  readonly lines: readonly OrderLine[]
  readonly couponId?: string | undefined
  readonly couponDiscountFen: Fen
  readonly feeFen: Fen
  readonly feeDiscountFen: Fen
  readonly createdAt: Date
}

type Promoted = {
  readonly couponId?: string | undefined
  readonly lines: readonly Pick<OrderLine, 'promotionId' | 'fullReductionId'>[]
}

/** Whether an order has anything to hold here: what order-service asks PROMOTION for. */
export const isPromoted = ({ couponId, lines }: Promoted): boolean =>
  couponId !== undefined || lines.some((line) => (line.promotionId ?? line.fullReductionId) !== undefined)

/** What the order's lines take of quotas. */
export const demandsOf = (
  lines: readonly Pick<OrderLine, 'promotionId' | 'skuId' | 'qty'>[],
): QuotaDemand[] =>
  lines.flatMap(({ promotionId, skuId, qty }) =>
    promotionId === undefined ? [] : [{ promotionId, skuId, qty }],
  )

/**
 * Why the order's promotions and coupon do not give what was quoted, or undefined. The discounts are computed again by
 * the engines that quoted them: a changed fen is a refusal, never a silent loss.
 * @param coupon the row behind `order.couponId`, whoever's it is
 */
export function refusalOf(
  order: OrderToLock,
  coupon: UserCoupon | undefined,
  rules: Rules,
): Refusal | undefined {
  const priced = pricesOf(order, rules)
  if ('reason' in priced) return priced
  return order.couponId === undefined
    ? undefined
    : couponRefusal(order, coupon, { priced: priced.lines, rules })
}

function pricesOf(
  { lines, communityId, createdAt }: OrderToLock,
  rules: Rules,
): Refusal | { lines: readonly PricedLine[] } {
  const ids = new Set(
    lines.flatMap(({ promotionId, fullReductionId }) => [promotionId ?? [], fullReductionId ?? []].flat()),
  )
  const promotions = rules.promotions.filter(({ id }) => ids.has(id))
  const ended = (promotionId: string | undefined): Refusal => {
    const name = rules.promotions.find(({ id }) => id === promotionId)?.name ?? ''
    return { reason: 'PROMOTION_ENDED', name, promotionId }
  }
  const live = new Set(promotions.filter((promotion) => holdsQuote(promotion, createdAt)).map(({ id }) => id))
  const gone = [...ids].find((id) => !live.has(id))
  if (gone !== undefined) return ended(gone)
  const asked = lines.map((line) => ({ ...line, priceFen: line.unitPriceFen }))
  const priced = priceWith(asked, { promotions, stacking: rules.stacking, communityId, left: new Map() })
  const changed = lines.find((line, index) => !sameDiscounts(line, priced.lines[index]))
  return changed ? ended(changed.promotionId ?? changed.fullReductionId) : { lines: priced.lines }
}

const sameDiscounts = (line: OrderLine, priced: PricedLine | undefined): boolean =>
  line.activityDiscountFen === 0 &&
  line.memberDiscountFen === priced?.memberDiscountFen &&
  line.fullReductionFen === priced.fullReductionFen

type Facts = { readonly priced: readonly PricedLine[]; readonly rules: Rules }

function couponRefusal(
  order: OrderToLock,
  coupon: UserCoupon | undefined,
  { priced, rules }: Facts,
): Refusal | undefined {
  const { couponId, orderId, communityId, createdAt } = order
  if (coupon?.userId !== order.userId) return { reason: 'COUPON_NOT_FOUND', name: '优惠券', couponId }
  const basket = {
    lines: priced.map(toCouponLine),
    communityId,
    orderType: order.type,
    feeFen: order.feeFen + order.feeDiscountFen,
    stacking: rules.stacking,
    orderId,
  }
  const offer = offerOf(coupon, basket, createdAt)
  const refuse = (reason: Refusal['reason']): Refusal => ({ reason, name: coupon.name, couponId })
  if (offer.reason === 'EXPIRED') return refuse('COUPON_EXPIRED')
  if (offer.reason) return refuse('COUPON_NOT_USABLE')
  const shares = new Map(offer.shares.map(({ lineId, discountFen }) => [lineId, discountFen]))
  const asQuoted =
    offer.discountFen === order.couponDiscountFen &&
    order.feeDiscountFen >= Math.min(offer.feeDiscountFen, 1) &&
    order.lines.every((line) => line.couponDiscountFen === (shares.get(line.lineId) ?? 0))
  return asQuoted ? undefined : refuse('COUPON_AMOUNT_CHANGED')
}

const toCouponLine = (line: PricedLine): CouponLine => ({
  ...line,
  promotionTypes: [line.promotion, line.fullReduction].flatMap((promotion) => promotion?.rule.type ?? []),
})

const about = ({ orderId, version }: Pick<PromotionLock, 'orderId' | 'version'>) => ({
  aggregateType: 'promotion-lock',
  aggregateId: orderId,
  aggregateVersion: version,
})

const told = ({ orderId, userId, couponId, version }: PromotionLock) => ({
  orderId,
  userId,
  couponId: couponId ?? undefined,
  version,
})

export const lockedEvent = (lock: PromotionLock, quotas: readonly QuotaTaken[]): DomainEvent =>
  happened(PromotionLocked, about(lock), { ...told(lock), quotas: [...quotas], lockedAt: lock.updatedAt })

export const releasedEvent = (lock: PromotionLock, quotas: readonly QuotaTaken[]): DomainEvent =>
  happened(PromotionReleased, about(lock), { ...told(lock), quotas: [...quotas], releasedAt: lock.updatedAt })

export const refusedEvent = (
  { orderId, userId, version, updatedAt }: PromotionLock,
  refusal: Refusal,
): DomainEvent =>
  happened(PromotionLockFailed, about({ orderId, version }), {
    orderId,
    userId,
    ...refusal,
    failedAt: updatedAt,
    version,
  })
