import { IdSchema, Page, PageQuery, TablePage, TableQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import { linkOfScope } from '../links/link.ts'
import type { Offer } from './coupon.ts'
import { COUPON_TYPES } from './terms.ts'
import { COUPON_SOURCES, couponMachine, statusAt, type UserCoupon } from './user-coupon.ts'

const Fen = Type.Integer({ description: 'fen' })
const Time = Type.String({ format: 'date-time' })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Status = Type.Enum([...couponMachine.states])

/** Either: a template of the coupon centre, or a redemption code. */
export const ClaimBody = Type.Union([
  Type.Object({ templateId: IdSchema }, { additionalProperties: false }),
  Type.Object({ code: Type.String({ minLength: 8, maxLength: 40 }) }, { additionalProperties: false }),
])
export type ClaimBody = Static<typeof ClaimBody>

export const WalletQuery = Type.Object(
  { ...PageQuery, status: Type.Optional(Status) },
  { additionalProperties: false },
)

export const MatchBody = Type.Object(
  {
    communityId: IdSchema,
    items: Type.Array(
      Type.Object(
        { skuId: IdSchema, qty: Type.Integer({ minimum: 1, maximum: 999 }) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 100 },
    ),
    /** Of the delivery, before any coupon. */
    feeFen: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
  },
  { additionalProperties: false },
)

export const CouponView = Type.Object(
  {
    id: IdSchema,
    templateId: IdSchema,
    name: Type.String(),
    type: Type.Enum([...COUPON_TYPES]),
    status: Status,
    source: Type.Enum([...COUPON_SOURCES]),
    thresholdFen: Fen,
    amountFen: Fen,
    discountBp: Type.Integer(),
    capFen: Nullable(Fen),
    minimumPaymentFen: Fen,
    scopeText: Type.String(),
    /** Where it can be used, when that is one page. */
    link: Type.String(),
    merchantId: Nullable(IdSchema),
    withPoints: Type.Boolean(),
    validFrom: Time,
    validUntil: Time,
    /** The order that holds or used it. */
    orderId: Nullable(IdSchema),
    usedAt: Nullable(Time),
    createdAt: Time,
  },
  { title: 'CouponView' },
)
export const CouponPage = Page(CouponView)

export function toCouponView(coupon: UserCoupon, at: Date): Static<typeof CouponView> {
  const { type, thresholdFen, amountFen, discountBp, capFen, minimumPaymentFen, scopeText, withPoints } =
    coupon.terms
  return {
    id: coupon.id,
    templateId: coupon.templateId,
    name: coupon.name,
    type,
    status: statusAt(coupon, at),
    source: coupon.source,
    thresholdFen,
    amountFen,
    discountBp,
    capFen,
    minimumPaymentFen,
    scopeText,
    link: linkOfScope(coupon.terms.scope),
    merchantId: coupon.merchantId,
    withPoints,
    validFrom: coupon.validFrom.toISOString(),
    validUntil: coupon.validUntil.toISOString(),
    orderId: coupon.lockedOrderId,
    usedAt: coupon.usedAt?.toISOString() ?? null,
    createdAt: coupon.createdAt.toISOString(),
  }
}

export const OfferView = Type.Object(
  {
    coupon: CouponView,
    usable: Type.Boolean(),
    /** Why not, as `activity.v1.CouponRefusal`. */
    reason: Nullable(Type.String()),
    missingFen: Fen,
    eligibleFen: Fen,
    discountFen: Fen,
    feeDiscountFen: Fen,
  },
  { title: 'OfferView' },
)

/** Usable ones first, the best of them first. */
export const MatchView = Type.Object(
  { offers: Type.Array(OfferView), bestCouponId: Nullable(IdSchema) },
  { title: 'MatchView' },
)

export const toOfferView = (offer: Offer, at: Date): Static<typeof OfferView> => ({
  coupon: toCouponView(offer.coupon, at),
  usable: offer.reason === undefined,
  reason: offer.reason ?? null,
  missingFen: offer.missingFen,
  eligibleFen: offer.eligibleFen,
  discountFen: offer.discountFen,
  feeDiscountFen: offer.feeDiscountFen,
})

export const CouponTableQuery = Type.Object(
  {
    ...TableQuery,
    templateId: Type.Optional(IdSchema),
    userId: Type.Optional(IdSchema),
    status: Type.Optional(Status),
  },
  { additionalProperties: false },
)

export const AdminCouponView = Type.Object(
  {
    ...CouponView.properties,
    userId: IdSchema,
    version: Type.Integer(),
  },
  { title: 'AdminCouponView' },
)
export const AdminCouponTable = TablePage(AdminCouponView)

export const toAdminCouponView = (coupon: UserCoupon, at: Date): Static<typeof AdminCouponView> => ({
  ...toCouponView(coupon, at),
  userId: coupon.userId,
  version: coupon.version,
})

export const RevokeQuery = Type.Object(
  { reason: Type.String({ minLength: 2, maxLength: 200 }) },
  { additionalProperties: false },
)
