import { IdSchema, Page, PageQuery, TablePage, TableQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import { COUPON_TYPES, type CouponTerms } from '../coupons/terms.ts'
import { ScopeSchema } from '../promotions/scope.schema.ts'
import {
  AUDIENCES,
  CHANNELS,
  type CouponTemplate,
  couponTemplateMachine,
  notClaimable,
  type TemplateDraft,
} from './coupon-template.ts'

const Fen = Type.Integer({ minimum: 0, maximum: 100_000_000, description: 'fen' })
const Time = Type.String({ format: 'date-time' })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Status = Type.Enum([...couponTemplateMachine.states])
const Limit = Type.Integer({ minimum: 1, maximum: 1000 })

const Terms = {
  type: Type.Enum([...COUPON_TYPES]),
  /** On the eligible lines after activity prices. */
  thresholdFen: Fen,
  /** THRESHOLD and CASH: what comes off. FREE_DELIVERY: the most, 0 = the whole fee. */
  amountFen: Fen,
  /** DISCOUNT: 8500 = pay 85 %. */
  discountBp: Type.Integer({ minimum: 0, maximum: 10_000, default: 0 }),
  capFen: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 100_000_000 }))),
  minimumPaymentFen: Type.Integer({ minimum: 0, maximum: 100_000_000, default: 1 }),
  scope: ScopeSchema,
  scopeText: Type.String({ minLength: 1, maxLength: 60 }),
  stackGroup: Type.Enum(['GOODS', 'DELIVERY'], { default: 'GOODS' }),
  withPromotions: Type.Boolean({ default: false }),
  withPoints: Type.Boolean({ default: true }),
}

const ValiditySchema = Type.Union([
  Type.Object({ kind: Type.Literal('FIXED'), from: Time, until: Time }, { additionalProperties: false }),
  Type.Object(
    {
      kind: Type.Literal('AFTER_CLAIM'),
      startDelayDays: Type.Integer({ minimum: 0, maximum: 90 }),
      days: Type.Integer({ minimum: 1, maximum: 730 }),
    },
    { additionalProperties: false },
  ),
])

const Common = {
  name: Type.String({ minLength: 1, maxLength: 40 }),
  description: Type.String({ maxLength: 500, default: '' }),
  ...Terms,
  validity: ValiditySchema,
  claimFrom: Type.Optional(Nullable(Time)),
  claimUntil: Type.Optional(Nullable(Time)),
  total: Type.Integer({ minimum: 1, maximum: 100_000_000 }),
  perUserLimit: Limit,
  perDayLimit: Type.Optional(Nullable(Limit)),
  budgetFen: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }))),
}

/** Merchants fund their own, for the coupon centre and everybody. */
export const MerchantTemplateBody = Type.Object(Common, { additionalProperties: false })

export const TemplateBody = Type.Object(
  {
    ...Common,
    merchantId: Type.Optional(Nullable(IdSchema)),
    funding: Type.Enum(['PLATFORM', 'MERCHANT'], { default: 'PLATFORM' }),
    channel: Type.Enum([...CHANNELS]),
    audience: Type.Enum([...AUDIENCES], { default: 'ALL' }),
    audienceIds: Type.Array(IdSchema, { maxItems: 200, default: [] }),
  },
  { additionalProperties: false },
)

const time = (text: string | null | undefined): Date | null => (text ? new Date(text) : null)

export function toDraft(body: Static<typeof TemplateBody>): TemplateDraft {
  const { type, thresholdFen, amountFen, discountBp, scope, scopeText, ...rest } = body
  const { minimumPaymentFen, stackGroup, withPromotions, withPoints, capFen, ...draft } = rest
  const terms: CouponTerms = {
    type,
    thresholdFen,
    amountFen,
    discountBp,
    capFen: capFen ?? null,
    minimumPaymentFen,
    scope,
    scopeText,
    stackGroup,
    withPromotions,
    withPoints,
  }
  return {
    ...draft,
    terms,
    merchantId: body.merchantId ?? null,
    claimFrom: time(body.claimFrom),
    claimUntil: time(body.claimUntil),
    perDayLimit: body.perDayLimit ?? null,
    budgetFen: body.budgetFen ?? null,
  }
}

export const toMerchantDraft = (
  body: Static<typeof MerchantTemplateBody>,
  merchantId: string,
): TemplateDraft =>
  toDraft({ ...body, merchantId, funding: 'MERCHANT', channel: 'CENTRE', audience: 'ALL', audienceIds: [] })

/** What residents see: the coupon, and whether they can have it. */
export const ClaimableView = Type.Object(
  {
    id: IdSchema,
    name: Type.String(),
    description: Type.String(),
    type: Type.Enum([...COUPON_TYPES]),
    thresholdFen: Fen,
    amountFen: Fen,
    discountBp: Type.Integer(),
    capFen: Nullable(Fen),
    scopeText: Type.String(),
    merchantId: Nullable(IdSchema),
    validity: ValiditySchema,
    claimUntil: Nullable(Time),
    /** Of all that were printed, in percent, whole. */
    issuedPercent: Type.Integer(),
    soldOut: Type.Boolean(),
    perUserLimit: Type.Integer(),
    /** Null without a token. */
    mine: Nullable(Type.Object({ claimed: Type.Integer(), claimable: Type.Boolean() })),
  },
  { title: 'ClaimableView' },
)
export const ClaimablePage = Page(ClaimableView)
export const ClaimableQuery = Type.Object(PageQuery, { additionalProperties: false })

export function toClaimableView(
  template: CouponTemplate,
  claimed: number | undefined,
  at: Date,
): Static<typeof ClaimableView> {
  const { terms } = template
  const reason = notClaimable(template, at)
  return {
    id: template.id,
    name: template.name,
    description: template.description,
    type: terms.type,
    thresholdFen: terms.thresholdFen,
    amountFen: terms.amountFen,
    discountBp: terms.discountBp,
    capFen: terms.capFen,
    scopeText: terms.scopeText,
    merchantId: template.merchantId,
    validity: template.validity,
    claimUntil: template.claimUntil?.toISOString() ?? null,
    issuedPercent: Math.floor((template.issued * 100) / template.total),
    soldOut: reason === 'SOLD_OUT',
    perUserLimit: template.perUserLimit,
    mine: claimed === undefined ? null : { claimed, claimable: !reason && claimed < template.perUserLimit },
  }
}

export const TemplateView = Type.Object(
  {
    ...TemplateBody.properties,
    id: IdSchema,
    merchantId: Nullable(IdSchema),
    capFen: Nullable(Fen),
    claimFrom: Nullable(Time),
    claimUntil: Nullable(Time),
    perDayLimit: Nullable(Limit),
    budgetFen: Nullable(Type.Integer()),
    issued: Type.Integer(),
    committedFen: Type.Integer(),
    status: Status,
    version: Type.Integer(),
    createdAt: Time,
    updatedAt: Time,
  },
  { title: 'TemplateView' },
)
export const TemplateTable = TablePage(TemplateView)

export const TemplateTableQuery = Type.Object(
  {
    ...TableQuery,
    status: Type.Optional(Status),
    channel: Type.Optional(Type.Enum([...CHANNELS])),
    merchantId: Type.Optional(IdSchema),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  },
  { additionalProperties: false },
)

export const MerchantTemplateQuery = Type.Object(
  { ...TableQuery, status: Type.Optional(Status) },
  { additionalProperties: false },
)

export function toTemplateView(template: CouponTemplate): Static<typeof TemplateView> {
  const { terms, claimFrom, claimUntil, createdAt, updatedAt, ...rest } = template
  return {
    ...rest,
    ...terms,
    scope: terms.scope.kind === 'ALL' ? terms.scope : { kind: terms.scope.kind, ids: [...terms.scope.ids] },
    audienceIds: [...template.audienceIds],
    claimFrom: claimFrom?.toISOString() ?? null,
    claimUntil: claimUntil?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

/** What may be done to a template; the machine says when. */
export const TemplateStatusBody = Type.Object(
  {
    event: Type.Enum(['submit', 'approve', 'reject', 'pause', 'resume', 'end']),
    reason: Type.String({ maxLength: 200, default: '' }),
  },
  { additionalProperties: false },
)

/** Approval is the platform's. */
export const MerchantTemplateStatusBody = Type.Object(
  {
    event: Type.Enum(['submit', 'pause', 'resume', 'end']),
    reason: Type.String({ maxLength: 200, default: '' }),
  },
  { additionalProperties: false },
)
