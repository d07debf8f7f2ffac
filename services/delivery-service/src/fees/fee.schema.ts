import { IdSchema, TableQuery } from '@linli/http'
import type { FeeQuote } from '@linli/proto/delivery'
import { type Static, Type } from 'typebox'
import { Lat, Lng, ModeSchema } from '../communities/community.schema.ts'
import { FEE_MODES, type FeeRule } from './fee-rule.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Fen = Type.Integer({ description: 'fen' })
const PositiveFen = Type.Integer({ minimum: 0, maximum: 100_000_000, description: 'fen' })

export const QuoteBody = Type.Object(
  {
    communityId: IdSchema,
    mode: ModeSchema,
    pickupPointId: Type.Optional(IdSchema),
    addressId: Type.Optional(IdSchema),
    slotId: Type.Optional(IdSchema),
    items: Type.Array(
      Type.Object(
        { skuId: IdSchema, qty: Type.Integer({ minimum: 1, maximum: 999 }) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 100 },
    ),
  },
  { additionalProperties: false },
)

export const FeeQuoteView = Type.Object(
  {
    available: Type.Boolean(),
    reason: Nullable(Type.String()),
    blockedSkuIds: Type.Array(IdSchema),
    feeFen: Fen,
    feeDiscountFen: Fen,
    items: Type.Array(Type.Object({ kind: Type.String(), label: Type.String(), amountFen: Fen })),
    minimumGoodsFen: Fen,
    missingFen: Fen,
    freeFromFen: Nullable(Fen),
    distanceM: Nullable(Type.Integer()),
    ruleVersion: Type.String(),
  },
  { title: 'FeeQuoteView' },
)

export const toFeeQuoteView = (quote: FeeQuote): Static<typeof FeeQuoteView> => ({
  available: quote.available,
  reason: quote.reason ?? null,
  blockedSkuIds: quote.blockedSkuIds,
  feeFen: quote.feeFen,
  feeDiscountFen: quote.feeDiscountFen,
  items: quote.items,
  minimumGoodsFen: quote.minimumGoodsFen,
  missingFen: quote.missingFen,
  freeFromFen: quote.freeFromFen ?? null,
  distanceM: quote.distanceM ?? null,
  ruleVersion: quote.ruleVersion,
})

const rule = {
  name: Type.String({ minLength: 1, maxLength: 60 }),
  mode: Type.Enum([...FEE_MODES]),
  communityIds: Type.Array(IdSchema, { maxItems: 1000, uniqueItems: true }),
  baseFen: PositiveFen,
  distanceTiers: Type.Array(
    Type.Object(
      { upToMeters: Type.Integer({ minimum: 1 }), feeFen: PositiveFen },
      { additionalProperties: false },
    ),
    { maxItems: 20 },
  ),
  weightTiers: Type.Array(
    Type.Object(
      { upToGrams: Type.Integer({ minimum: 1 }), feeFen: PositiveFen },
      { additionalProperties: false },
    ),
    { maxItems: 20 },
  ),
  freeThresholdFen: Nullable(PositiveFen),
  minOrderFen: PositiveFen,
  enabled: Type.Boolean(),
}

export const CreateRuleBody = Type.Object(rule, { additionalProperties: false })
export const UpdateRuleBody = Type.Object(
  { ...rule, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)
export const RuleView = Type.Object({ ...rule, id: IdSchema, version: Type.Integer() }, { title: 'RuleView' })
export const RuleTableQuery = Type.Object(TableQuery, { additionalProperties: false })

export const toRuleView = (row: FeeRule): Static<typeof RuleView> => ({
  ...row,
  communityIds: [...row.communityIds],
  distanceTiers: [...row.distanceTiers],
  weightTiers: [...row.weightTiers],
})

/** What an order of this weight and value would pay at a place, before anybody buys. */
export const SimulationBody = Type.Object(
  {
    communityId: IdSchema,
    mode: ModeSchema,
    pickupPointId: Type.Optional(IdSchema),
    lng: Type.Optional(Lng),
    lat: Type.Optional(Lat),
    slotId: Type.Optional(IdSchema),
    weightG: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
    goodsFen: PositiveFen,
    freeDelivery: Type.Boolean({ default: false }),
  },
  { additionalProperties: false },
)
