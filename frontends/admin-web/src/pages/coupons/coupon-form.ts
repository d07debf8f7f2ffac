import type { Body } from '@linli/api-client'
import type { Row } from '../../api/index.ts'

export type Template = Row<'listAdminCouponTemplates'>
type Create = Body<'createCouponTemplate'>
type Scope = 'ALL' | 'CATEGORY' | 'MERCHANT'

const BP_PER_PERCENT = 100

/** The form as people fill it in: yuan as fen, percent, dates. */
export type CouponForm = Pick<
  Create,
  | 'name'
  | 'description'
  | 'type'
  | 'total'
  | 'perUserLimit'
  | 'channel'
  | 'funding'
  | 'stackGroup'
  | 'withPromotions'
  | 'withPoints'
  | 'scopeText'
> & {
  thresholdFen: number | null
  amountFen: number | null
  payPercent: number
  capFen: number | null
  budgetFen: number | null
  perDayLimit: number | null
  merchantId: string
  scope: Scope
  scopeIds: string[]
  validityKind: 'FIXED' | 'AFTER_CLAIM'
  dates: [string, string] | []
  days: number
  startDelayDays: number
  audience: 'ALL' | 'NEW_USER'
}

export const blankCoupon = (): CouponForm => ({
  name: '',
  description: '',
  type: 'THRESHOLD',
  thresholdFen: 2000,
  amountFen: 300,
  payPercent: 85,
  capFen: null,
  budgetFen: null,
  scope: 'ALL',
  scopeIds: [],
  scopeText: '全场通用',
  stackGroup: 'GOODS',
  withPromotions: false,
  withPoints: true,
  validityKind: 'AFTER_CLAIM',
  dates: [],
  days: 7,
  startDelayDays: 0,
  total: 1000,
  perUserLimit: 1,
  perDayLimit: null,
  merchantId: '',
  funding: 'PLATFORM',
  channel: 'CENTRE',
  audience: 'ALL',
})

const isScope = (kind: string): kind is Scope => ['ALL', 'CATEGORY', 'MERCHANT'].includes(kind)

/** The form of a template; undefined when it uses what the form cannot show, so that nothing is lost by saving. */
export function formOf(template: Template): CouponForm | undefined {
  const { scope, validity, audience } = template
  if (!isScope(scope.kind) || (audience !== 'ALL' && audience !== 'NEW_USER')) return undefined
  return {
    name: template.name,
    description: template.description,
    type: template.type,
    thresholdFen: template.thresholdFen,
    amountFen: template.amountFen,
    payPercent: template.discountBp / BP_PER_PERCENT,
    capFen: template.capFen,
    budgetFen: template.budgetFen,
    scope: scope.kind,
    scopeIds: 'ids' in scope ? [...scope.ids] : [],
    scopeText: template.scopeText,
    stackGroup: template.stackGroup,
    withPromotions: template.withPromotions,
    withPoints: template.withPoints,
    validityKind: validity.kind,
    dates: validity.kind === 'FIXED' ? [validity.from, validity.until] : [],
    days: validity.kind === 'AFTER_CLAIM' ? validity.days : 7,
    startDelayDays: validity.kind === 'AFTER_CLAIM' ? validity.startDelayDays : 0,
    total: template.total,
    perUserLimit: template.perUserLimit,
    perDayLimit: template.perDayLimit,
    merchantId: template.merchantId ?? '',
    funding: template.funding,
    channel: template.channel,
    audience,
  }
}

const validityOf = ({ validityKind, dates, days, startDelayDays }: CouponForm): Create['validity'] => {
  const [from, until] = dates
  return validityKind === 'FIXED'
    ? { kind: 'FIXED', from: from ?? '', until: until ?? '' }
    : { kind: 'AFTER_CLAIM', startDelayDays, days }
}

/** What the API takes; what a type does not use is zero. */
export function bodyOf(form: CouponForm): Create {
  const { type, scope, scopeIds } = form
  const usesAmount = type === 'THRESHOLD' || type === 'CASH'
  return {
    name: form.name.trim(),
    description: form.description ?? '',
    type,
    thresholdFen: form.thresholdFen ?? 0,
    amountFen: usesAmount ? (form.amountFen ?? 0) : 0,
    discountBp: type === 'DISCOUNT' ? Math.round(form.payPercent * BP_PER_PERCENT) : 0,
    capFen: type === 'DISCOUNT' ? form.capFen : null,
    minimumPaymentFen: 1,
    scope: scope === 'ALL' ? { kind: 'ALL' } : { kind: scope, ids: scopeIds },
    scopeText: form.scopeText,
    stackGroup: type === 'FREE_DELIVERY' ? 'DELIVERY' : form.stackGroup,
    withPromotions: form.withPromotions ?? false,
    withPoints: form.withPoints ?? true,
    validity: validityOf(form),
    total: form.total,
    perUserLimit: form.perUserLimit,
    perDayLimit: form.perDayLimit,
    budgetFen: form.budgetFen,
    merchantId: form.merchantId === '' ? null : form.merchantId,
    funding: form.funding,
    channel: form.channel,
    audience: form.audience,
    audienceIds: [],
  }
}
