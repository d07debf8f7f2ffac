import { allocate, type Fen, percentOf } from '@linli/core'
import { type Goods, reaches } from '../promotions/scope.ts'
import type { DiscountType, Stacking } from '../promotions/stacking.ts'
import type { CouponTerms } from './terms.ts'
import type { UserCoupon } from './user-coupon.ts'

// The one engine behind matching, validating and locking (A07): the same coupon and basket always give the same offer.

/** A line after steps 1 to 3 of the price pipeline. */
export type CouponLine = Goods & {
  readonly lineId: string
  readonly qty: number
  readonly amountFen: Fen
  readonly excludesCoupon: boolean
  readonly promotionTypes: readonly DiscountType[]
}

export type Basket = {
  readonly lines: readonly CouponLine[]
  readonly communityId: string
  /** GROUP and FLASH orders count as such a promotion on every line; goods for points take no coupon. */
  readonly orderType: string
  /** Before any coupon. */
  readonly feeFen: Fen
  readonly stacking: Stacking
  /** The order that may already hold the coupon. */
  readonly orderId?: string | undefined
}

/** The words of `activity.v1.CouponRefusal`. */
export type CouponRefusal =
  | 'NOT_STARTED'
  | 'EXPIRED'
  | 'LOCKED'
  | 'USED'
  | 'REVOKED'
  | 'BELOW_THRESHOLD'
  | 'OUT_OF_SCOPE'
  | 'NOT_WITH_PROMOTION'
  | 'BELOW_MINIMUM_PAYMENT'
  | 'NO_FEE'

export type Offer = {
  readonly coupon: UserCoupon
  readonly reason: CouponRefusal | undefined
  readonly missingFen: Fen
  readonly eligibleFen: Fen
  readonly discountFen: Fen
  readonly feeDiscountFen: Fen
  /** Of the eligible lines; they sum to `discountFen`, none above its line's amount. */
  readonly shares: readonly { readonly lineId: string; readonly discountFen: Fen }[]
}

/** What `coupon` is worth for `basket` at `at`, or why nothing. */
export function offerOf(coupon: UserCoupon, basket: Basket, at: Date): Offer {
  const { terms } = coupon
  const inScope = basket.lines.filter((line) =>
    reaches({ scope: terms.scope, merchantId: coupon.merchantId }, line, basket.communityId),
  )
  const eligible = inScope.filter((line) => allowed(terms, line, basket))
  const eligibleFen = sumOf(eligible)
  const refused = (reason: CouponRefusal): Offer => ({
    coupon,
    reason,
    eligibleFen,
    missingFen: reason === 'BELOW_THRESHOLD' ? terms.thresholdFen - eligibleFen : 0,
    discountFen: 0,
    feeDiscountFen: 0,
    shares: [],
  })
  const held = heldBack(coupon, basket.orderId, at)
  if (held) return refused(held)
  if (inScope.length === 0) return refused('OUT_OF_SCOPE')
  if (eligible.length === 0) return refused('NOT_WITH_PROMOTION')
  if (eligibleFen < terms.thresholdFen) return refused('BELOW_THRESHOLD')
  if (terms.type === 'FREE_DELIVERY' && basket.feeFen === 0) return refused('NO_FEE')
  const shares = sharesOf(terms, eligible)
  const discountFen = shares.reduce((sum, share) => sum + share.discountFen, 0)
  if (sumOf(basket.lines) - discountFen < terms.minimumPaymentFen) return refused('BELOW_MINIMUM_PAYMENT')
  const mostFen = terms.amountFen === 0 ? basket.feeFen : terms.amountFen
  const feeDiscountFen = terms.type === 'FREE_DELIVERY' ? Math.min(basket.feeFen, mostFen) : 0
  return { coupon, reason: undefined, missingFen: 0, eligibleFen, discountFen, feeDiscountFen, shares }
}

/** Usable first, of them the one that takes off most; then what runs out first. No two coupons are ever equal. */
export function compareOffers(a: Offer, b: Offer): number {
  if ((a.reason === undefined) !== (b.reason === undefined)) return a.reason === undefined ? -1 : 1
  const worth = ({ discountFen, feeDiscountFen }: Offer) => discountFen + feeDiscountFen
  const left = (offer: Offer) => offer.coupon.validUntil.getTime()
  return worth(b) - worth(a) || left(a) - left(b) || (a.coupon.id < b.coupon.id ? -1 : 1)
}

/** Whether the coupon is free to be used at all, whatever the goods. */
function heldBack(
  coupon: UserCoupon,
  orderId: string | undefined,
  at: Date,
): 'NOT_STARTED' | 'EXPIRED' | 'LOCKED' | 'USED' | 'REVOKED' | undefined {
  switch (coupon.status) {
    case 'REVOKED':
    case 'USED':
    case 'EXPIRED':
      return coupon.status
    case 'LOCKED':
      return coupon.lockedOrderId === orderId ? undefined : 'LOCKED'
    case 'UNUSED':
      if (at < coupon.validFrom) return 'NOT_STARTED'
      return at < coupon.validUntil ? undefined : 'EXPIRED'
  }
}

function allowed(terms: CouponTerms, line: CouponLine, { orderType, stacking }: Basket): boolean {
  if (line.excludesCoupon || orderType === 'POINTS_EXCHANGE') return false
  const types: DiscountType[] = [...line.promotionTypes]
  if (orderType === 'GROUP' || orderType === 'FLASH') types.push(orderType)
  return types.every((type) => {
    const policy = stacking.policy('COUPON', type)
    return policy === 'STACK' || (policy === 'BY_TERMS' && terms.withPromotions)
  })
}

const sumOf = (lines: readonly CouponLine[]): Fen => lines.reduce((sum, { amountFen }) => sum + amountFen, 0)

function sharesOf(terms: CouponTerms, lines: readonly CouponLine[]): Offer['shares'] {
  const eligibleFen = sumOf(lines)
  switch (terms.type) {
    case 'THRESHOLD':
    case 'CASH':
      return spread(lines, Math.min(terms.amountFen, eligibleFen))
    case 'DISCOUNT':
      return spread(lines, capped(terms, eligibleFen - percentOf(eligibleFen, terms.discountBp)))
    case 'EXCHANGE':
      return oneUnit(terms, lines)
    case 'FREE_DELIVERY':
      return []
  }
}

const capped = ({ capFen }: CouponTerms, fen: Fen): Fen => Math.min(fen, capFen ?? fen)

/** By SKU, so that the odd fen lands on the same goods in whatever order the lines come. */
const inOrder = (lines: readonly CouponLine[]): CouponLine[] =>
  [...lines].sort((a, b) => (a.skuId < b.skuId ? -1 : 1))

function spread(lines: readonly CouponLine[], discountFen: Fen): Offer['shares'] {
  const sorted = inOrder(lines)
  const parts = allocate(
    discountFen,
    sorted.map(({ amountFen }) => amountFen),
  )
  return sorted.map(({ lineId }, index) => ({ lineId, discountFen: parts[index] ?? 0 }))
}

/** 兑换: one unit of the dearest eligible goods. */
function oneUnit(terms: CouponTerms, lines: readonly CouponLine[]): Offer['shares'] {
  const unit = ({ amountFen, qty }: CouponLine) => Math.floor(amountFen / qty)
  const [dearest] = inOrder(lines).sort((a, b) => unit(b) - unit(a))
  return dearest ? [{ lineId: dearest.lineId, discountFen: capped(terms, unit(dearest)) }] : []
}
