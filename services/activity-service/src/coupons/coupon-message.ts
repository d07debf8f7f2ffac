import type { CouponOffer } from '@linli/proto/activity'
import type { Offer } from './coupon.ts'

/** As `activity.v1` says it. */
export const toOfferMessage = (offer: Offer, asOfMs: number): CouponOffer => {
  const { coupon, reason } = offer
  const { terms } = coupon
  return {
    couponId: coupon.id,
    templateId: coupon.templateId,
    name: coupon.name,
    type: terms.type,
    status: coupon.status,
    thresholdFen: terms.thresholdFen,
    amountFen: terms.amountFen,
    discountBp: terms.discountBp,
    capFen: terms.capFen ?? undefined,
    minimumPaymentFen: terms.minimumPaymentFen,
    scopeText: terms.scopeText,
    validFrom: coupon.validFrom,
    validUntil: coupon.validUntil,
    funding: coupon.funding,
    withPoints: terms.withPoints,
    usable: reason === undefined,
    reason,
    missingFen: offer.missingFen,
    eligibleFen: offer.eligibleFen,
    discountFen: offer.discountFen,
    feeDiscountFen: offer.feeDiscountFen,
    shares: offer.shares.map((share) => ({ ...share })),
    version: coupon.version,
    asOfMs,
  }
}

const NEVER = new Date(0)

/** An unknown coupon and another user's look alike (T18). */
export const unknownOffer = (couponId: string, asOfMs: number): CouponOffer => ({
  couponId,
  templateId: '',
  name: '',
  type: 'UNSPECIFIED',
  status: 'UNSPECIFIED',
  thresholdFen: 0,
  amountFen: 0,
  discountBp: 0,
  minimumPaymentFen: 0,
  scopeText: '',
  validFrom: NEVER,
  validUntil: NEVER,
  funding: 'UNSPECIFIED',
  withPoints: false,
  usable: false,
  reason: 'NOT_FOUND',
  missingFen: 0,
  eligibleFen: 0,
  discountFen: 0,
  feeDiscountFen: 0,
  shares: [],
  version: 0,
  asOfMs,
})
