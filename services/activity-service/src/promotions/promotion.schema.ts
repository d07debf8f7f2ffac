import { IdSchema, TablePage, TableQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import { explain, type Promotion, promotionMachine } from './promotion.ts'
import type { PromotionDraft } from './promotion-draft.ts'
import { ScopeSchema } from './scope.schema.ts'

const Fen = (minimum: number) => Type.Integer({ minimum, maximum: 100_000_000, description: 'fen' })
const Time = Type.String({ format: 'date-time' })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Status = Type.Enum([...promotionMachine.states])
const TYPES = ['LIMITED_DISCOUNT', 'FULL_REDUCTION', 'FREE_DELIVERY'] as const

const RuleSchema = Type.Union([
  Type.Object(
    {
      type: Type.Literal('LIMITED_DISCOUNT'),
      /** 8500 = pay 85 %; null when only the listed SKUs have a price. */
      discountBp: Nullable(Type.Integer({ minimum: 1, maximum: 9_999 })),
      prices: Type.Array(
        Type.Object({ skuId: IdSchema, priceFen: Fen(1) }, { additionalProperties: false }),
        {
          maxItems: 500,
        },
      ),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      type: Type.Literal('FULL_REDUCTION'),
      ladder: Type.Array(
        Type.Object({ thresholdFen: Fen(1), reductionFen: Fen(1) }, { additionalProperties: false }),
        { minItems: 1, maxItems: 10 },
      ),
    },
    { additionalProperties: false },
  ),
  Type.Object({ type: Type.Literal('FREE_DELIVERY'), thresholdFen: Fen(0) }, { additionalProperties: false }),
])

const QuotaSchema = Type.Object(
  {
    skuId: IdSchema,
    quota: Nullable(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
    perUserLimit: Nullable(Type.Integer({ minimum: 1, maximum: 10_000 })),
  },
  { additionalProperties: false },
)

export const PromotionBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 40 }),
    merchantId: Type.Optional(Nullable(IdSchema)),
    funding: Type.Enum(['PLATFORM', 'MERCHANT'], { default: 'PLATFORM' }),
    scope: ScopeSchema,
    rule: RuleSchema,
    startsAt: Time,
    endsAt: Time,
    /** Of a limited discount, per SKU. */
    quotas: Type.Array(QuotaSchema, { maxItems: 500, default: [] }),
  },
  { additionalProperties: false },
)

export const toDraft = ({
  merchantId,
  startsAt,
  endsAt,
  ...body
}: Static<typeof PromotionBody>): PromotionDraft => ({
  ...body,
  merchantId: merchantId ?? null,
  startsAt: new Date(startsAt),
  endsAt: new Date(endsAt),
})

export const PromotionView = Type.Object(
  {
    ...PromotionBody.properties,
    id: IdSchema,
    merchantId: Nullable(IdSchema),
    explanation: Type.String(),
    status: Status,
    version: Type.Integer(),
  },
  { title: 'PromotionView' },
)
export const PromotionTable = TablePage(PromotionView)

export function toPromotionView(promotion: Promotion): Static<typeof PromotionView> {
  const { id, name, merchantId, funding, scope, rule, startsAt, endsAt, status, version, quotas } = promotion
  return {
    ...{ id, name, merchantId, funding, status, version },
    scope: scope.kind === 'ALL' ? scope : { kind: scope.kind, ids: [...scope.ids] },
    rule: copyOf(rule),
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    explanation: explain(promotion),
    quotas: [...quotas],
  }
}

function copyOf(rule: Promotion['rule']): Static<typeof RuleSchema> {
  if (rule.type === 'LIMITED_DISCOUNT') return { ...rule, prices: [...rule.prices] }
  return rule.type === 'FULL_REDUCTION' ? { ...rule, ladder: [...rule.ladder] } : rule
}

export const PromotionTableQuery = Type.Object(
  { ...TableQuery, status: Type.Optional(Status), type: Type.Optional(Type.Enum([...TYPES])) },
  { additionalProperties: false },
)

/** What may be done to a promotion; the machine says when. Time starts and ends it. */
export const PromotionStatusBody = Type.Object(
  {
    event: Type.Enum(['submit', 'approve', 'reject', 'pause', 'resume', 'end']),
    reason: Type.String({ maxLength: 200, default: '' }),
  },
  { additionalProperties: false },
)

export const TagQuery = Type.Object(
  {
    /** Up to 100, separated by commas. */
    productIds: Type.String({ pattern: '^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,99}$' }),
    communityId: Type.Optional(IdSchema),
  },
  { additionalProperties: false },
)

const TagView = Type.Object(
  {
    promotionId: IdSchema,
    type: Type.Enum([...TYPES]),
    name: Type.String(),
    text: Type.String(),
    endsAt: Time,
  },
  { title: 'TagView' },
)

export const TagsView = Type.Object(
  {
    items: Type.Array(Type.Object({ productId: IdSchema, tags: Type.Array(TagView) })),
  },
  { title: 'TagsView' },
)

export const toTagView = (promotion: Promotion): Static<typeof TagView> => ({
  promotionId: promotion.id,
  type: promotion.rule.type,
  name: promotion.name,
  text: explain(promotion),
  endsAt: promotion.endsAt.toISOString(),
})
