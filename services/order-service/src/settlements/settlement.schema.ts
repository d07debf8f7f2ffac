import { IdSchema } from '@linli/http'
import { Type } from 'typebox'

const Fen = Type.Integer({ description: 'fen' })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

export const SettlementBody = Type.Object(
  {
    /** Without items: the selected ones of the cart. */
    items: Type.Optional(
      Type.Array(
        Type.Object(
          { skuId: IdSchema, qty: Type.Integer({ minimum: 1, maximum: 999 }) },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: 100 },
      ),
    ),
    merchantId: Type.Optional(IdSchema),
    communityId: IdSchema,
    mode: Type.Enum(['SELF_PICKUP', 'COMMUNITY_DROP', 'HOME', 'EXPRESS']),
    pickupPointId: Type.Optional(IdSchema),
    addressId: Type.Optional(IdSchema),
    slotId: Type.Optional(IdSchema),
    /** Absent: the best one. Null: none. */
    couponId: Type.Optional(Nullable(IdSchema)),
    points: Type.Integer({ minimum: 0, maximum: 10_000_000, default: 0 }),
  },
  { additionalProperties: false },
)

const CouponView = Type.Object(
  {
    couponId: IdSchema,
    name: Type.String(),
    type: Type.String(),
    usable: Type.Boolean(),
    reason: Nullable(Type.String()),
    missingFen: Fen,
    discountFen: Fen,
    feeDiscountFen: Fen,
    validUntil: Type.String({ format: 'date-time' }),
  },
  { title: 'CouponView' },
)

const SlotView = Type.Object(
  {
    slotId: IdSchema,
    date: Type.String(),
    label: Type.String(),
    remaining: Type.Integer(),
    selectable: Type.Boolean(),
    reason: Nullable(Type.String()),
    surchargeFen: Fen,
  },
  { title: 'SlotView' },
)

/** Something that keeps the order from being placed, in words the page can show. */
const BlockerView = Type.Object(
  {
    kind: Type.String(),
    reason: Type.String(),
    skuId: Nullable(IdSchema),
    message: Type.String(),
  },
  { title: 'BlockerView' },
)

export const SettlementView = Type.Object(
  {
    lines: Type.Array(
      Type.Object({
        skuId: IdSchema,
        productId: IdSchema,
        productName: Type.String(),
        specText: Type.String(),
        imageUrl: Type.String(),
        qty: Type.Integer(),
        maxQty: Type.Integer(),
        unitPriceFen: Fen,
        discountFen: Fen,
        couponDiscountFen: Fen,
        pointsDiscountFen: Fen,
        payableFen: Fen,
      }),
    ),
    totals: Type.Object({
      goodsFen: Fen,
      discountFen: Fen,
      couponDiscountFen: Fen,
      points: Type.Integer(),
      pointsDiscountFen: Fen,
      feeFen: Fen,
      feeDiscountFen: Fen,
      payableFen: Fen,
    }),
    /** The price line by line, for people. */
    explanation: Type.Array(Type.Object({ label: Type.String(), amountFen: Fen })),
    promotions: Type.Array(
      Type.Object({ name: Type.String(), explanation: Type.String(), discountFen: Fen }),
    ),
    hints: Type.Array(Type.Object({ text: Type.String(), missingFen: Fen })),
    coupons: Type.Array(CouponView),
    couponId: Nullable(IdSchema),
    points: Type.Object({
      usable: Type.Boolean(),
      reason: Nullable(Type.String()),
      balance: Type.Integer(),
      maxPoints: Type.Integer(),
      maxDiscountFen: Fen,
      unitPoints: Type.Integer(),
      unitFen: Fen,
    }),
    slots: Type.Array(SlotView),
    pickupPoint: Nullable(
      Type.Object({ id: IdSchema, name: Type.String(), address: Type.String(), openingHours: Type.String() }),
    ),
    /** What could not be asked: coupons, promotions or points, while their service is down. */
    degraded: Type.Array(Type.String()),
    blockers: Type.Array(BlockerView),
    quoteToken: Nullable(Type.String()),
    quoteExpiresAt: Nullable(Type.String({ format: 'date-time' })),
  },
  { title: 'SettlementView' },
)
