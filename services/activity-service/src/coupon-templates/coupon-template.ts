import { businessDay, businessDayRange, defineMachine, type Fen, MINUTE_MS } from '@linli/core'
import type { CouponTerms } from '../coupons/terms.ts'
import { ActivityErrors } from '../errors.ts'

/** product.md §6.5. Merchants submit, the platform approves. */
export const couponTemplateMachine = defineMachine('coupon-template', 'DRAFT', {
  DRAFT: { submit: 'REVIEW' },
  REVIEW: { approve: 'ACTIVE', reject: 'DRAFT' },
  ACTIVE: { pause: 'PAUSED', end: 'ENDED' },
  PAUSED: { resume: 'ACTIVE', end: 'ENDED' },
  ENDED: {},
})
export type TemplateStatus = (typeof couponTemplateMachine.states)[number]
export type TemplateEvent = Parameters<typeof couponTemplateMachine.next>[1]

/** Fixed instants (RFC 3339), or whole business days counted from the claim. */
export type Validity =
  | { readonly kind: 'FIXED'; readonly from: string; readonly until: string }
  | { readonly kind: 'AFTER_CLAIM'; readonly startDelayDays: number; readonly days: number }

/** Where residents get it: the coupon centre, on registration, from an administrator, by a code. */
export const CHANNELS = ['CENTRE', 'REGISTER', 'GRANT', 'CODE'] as const
export type Channel = (typeof CHANNELS)[number]

export const AUDIENCES = ['ALL', 'NEW_USER', 'COMMUNITY'] as const
export type Audience = (typeof AUDIENCES)[number]

/** What an editor says. */
export type TemplateDraft = {
  readonly name: string
  readonly description: string
  readonly merchantId: string | null
  readonly funding: 'PLATFORM' | 'MERCHANT'
  readonly channel: Channel
  readonly audience: Audience
  readonly audienceIds: readonly string[]
  readonly terms: CouponTerms
  readonly validity: Validity
  readonly claimFrom: Date | null
  readonly claimUntil: Date | null
  readonly total: number
  readonly perUserLimit: number
  readonly perDayLimit: number | null
  readonly budgetFen: Fen | null
}

export type CouponTemplate = TemplateDraft & {
  readonly id: string
  readonly issued: number
  readonly committedFen: Fen
  readonly status: TemplateStatus
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

const DAY_MS = 24 * 60 * MINUTE_MS

/** From when to when a coupon claimed at `at` is valid: delayed ones begin with a business day and end with one. */
export function validityOf(validity: Validity, at: Date): { from: Date; until: Date } {
  if (validity.kind === 'FIXED') return { from: new Date(validity.from), until: new Date(validity.until) }
  const days = (count: number) => businessDayRange(businessDay(new Date(at.getTime() + count * DAY_MS)))
  const from = validity.startDelayDays === 0 ? at : days(validity.startDelayDays).from
  return { from, until: days(validity.startDelayDays + validity.days - 1).to }
}

/** Why nobody can get the coupon now; undefined = some can. */
export function notClaimable(
  template: CouponTemplate,
  at: Date,
): 'NOT_STARTED' | 'ENDED' | 'PAUSED' | 'SOLD_OUT' | undefined {
  if (template.status === 'PAUSED') return 'PAUSED'
  if (template.status !== 'ACTIVE') return 'ENDED'
  if (template.claimFrom && at < template.claimFrom) return 'NOT_STARTED'
  if (template.claimUntil && at >= template.claimUntil) return 'ENDED'
  if (validityOf(template.validity, at).until <= at) return 'ENDED'
  return template.issued >= template.total ? 'SOLD_OUT' : undefined
}

/** @throws COUPON_NOT_CLAIMABLE or COUPON_SOLD_OUT. */
export function assertClaimable(template: CouponTemplate, at: Date): void {
  const reason = notClaimable(template, at)
  if (reason === 'SOLD_OUT') throw ActivityErrors.COUPON_SOLD_OUT({ templateId: template.id })
  if (reason) throw ActivityErrors.COUPON_NOT_CLAIMABLE({ templateId: template.id, reason })
}

/**
 * A template somebody holds a coupon of keeps its terms (A04): name, text, window and limits may change, `total` and
 * the budget only grow.
 * @throws TEMPLATE_TERMS_FIXED, TEMPLATE_INVALID
 */
export function edit(template: CouponTemplate, draft: TemplateDraft): CouponTemplate {
  if (template.status === 'ENDED') throw ActivityErrors.TEMPLATE_ENDED({ templateId: template.id })
  assertSound(draft)
  if (template.issued > 0) {
    const fixed = (['terms', 'validity', 'merchantId', 'funding', 'channel'] as const).filter(
      (key) => !same(template[key], draft[key]),
    )
    const budgetShrinks =
      (template.budgetFen === null) !== (draft.budgetFen === null) ||
      lessThan(draft.budgetFen, template.budgetFen)
    if (fixed.length > 0)
      throw ActivityErrors.TEMPLATE_TERMS_FIXED({ templateId: template.id, fields: fixed })
    if (draft.total < template.total) throw ActivityErrors.TEMPLATE_TERMS_FIXED({ fields: ['total'] })
    if (budgetShrinks) throw ActivityErrors.TEMPLATE_TERMS_FIXED({ fields: ['budgetFen'] })
  }
  return { ...template, ...draft, version: template.version + 1 }
}

const lessThan = (a: number | null, b: number | null): boolean => a !== null && b !== null && a < b

/** Equal as data: jsonb does not keep the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => same(Reflect.get(a, key), Reflect.get(b, key)))
}

/** @throws TEMPLATE_INVALID with the field that makes no sense. */
export function assertSound({
  terms,
  validity,
  claimFrom,
  claimUntil,
  audience,
  audienceIds,
}: TemplateDraft): void {
  const wrong = (field: string): never => {
    throw ActivityErrors.TEMPLATE_INVALID({ field })
  }
  const { type, amountFen, thresholdFen, discountBp, scope } = terms
  if ((type === 'THRESHOLD' || type === 'CASH') && amountFen === 0) wrong('amountFen')
  if (type === 'THRESHOLD' && amountFen >= thresholdFen) wrong('thresholdFen')
  if (type === 'DISCOUNT' && (discountBp === 0 || discountBp >= 10_000)) wrong('discountBp')
  if (scope.kind !== 'ALL' && scope.ids.length === 0) wrong('scope')
  if (validity.kind === 'FIXED' && new Date(validity.from) >= new Date(validity.until)) wrong('validity')
  if (claimFrom && claimUntil && claimFrom >= claimUntil) wrong('claimUntil')
  if ((audience === 'COMMUNITY') !== audienceIds.length > 0) wrong('audienceIds')
}
