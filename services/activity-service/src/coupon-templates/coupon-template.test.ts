import { describe, expect, test } from 'vitest'
import {
  assertSound,
  type CouponTemplate,
  edit,
  notClaimable,
  type TemplateDraft,
  validityOf,
} from './coupon-template.ts'

const now = new Date('2026-11-22T12:00:00Z') // 20:00 in Shanghai
const draft: TemplateDraft = {
  name: '满20减5',
  description: '',
  merchantId: null,
  funding: 'PLATFORM',
  channel: 'CENTRE',
  audience: 'ALL',
  audienceIds: [],
  terms: {
    type: 'THRESHOLD',
    thresholdFen: 2_000,
    amountFen: 500,
    discountBp: 0,
    capFen: null,
    minimumPaymentFen: 1,
    scope: { kind: 'ALL' },
    scopeText: '全场通用',
    stackGroup: 'GOODS',
    withPromotions: false,
    withPoints: true,
  },
  validity: { kind: 'AFTER_CLAIM', startDelayDays: 0, days: 7 },
  claimFrom: null,
  claimUntil: null,
  total: 100,
  perUserLimit: 1,
  perDayLimit: null,
  budgetFen: null,
}
const template: CouponTemplate = {
  ...draft,
  id: 't1',
  issued: 1,
  committedFen: 0,
  status: 'ACTIVE',
  version: 3,
  createdAt: now,
  updatedAt: now,
}

test('days after the claim are whole business days in Shanghai', () => {
  const { from, until } = validityOf({ kind: 'AFTER_CLAIM', startDelayDays: 0, days: 1 }, now)
  expect({ from, until }).toEqual({ from: now, until: new Date('2026-11-22T16:00:00Z') })
  expect(validityOf({ kind: 'AFTER_CLAIM', startDelayDays: 2, days: 3 }, now)).toEqual({
    from: new Date('2026-11-23T16:00:00Z'),
    until: new Date('2026-11-26T16:00:00Z'),
  })
})

test('a template says why nobody can claim', () => {
  expect(notClaimable(template, now)).toBeUndefined()
  expect(notClaimable({ ...template, status: 'PAUSED' }, now)).toBe('PAUSED')
  expect(notClaimable({ ...template, issued: 100 }, now)).toBe('SOLD_OUT')
  expect(notClaimable({ ...template, claimFrom: new Date(now.getTime() + 1) }, now)).toBe('NOT_STARTED')
  expect(notClaimable({ ...template, claimUntil: now }, now)).toBe('ENDED')
  const over = { kind: 'FIXED', from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z' } as const
  expect(notClaimable({ ...template, validity: over }, now)).toBe('ENDED')
})

describe('A04 terms stay once a coupon is issued', () => {
  const stays = /TEMPLATE_TERMS_FIXED/
  test('the order of keys is no change, a fen is', () => {
    const reordered = Object.fromEntries(Object.entries(draft.terms).reverse()) as TemplateDraft['terms']
    expect(edit(template, { ...draft, terms: reordered, name: '新名字', total: 200 })).toMatchObject({
      name: '新名字',
      version: 4,
    })
    expect(() => edit(template, { ...draft, terms: { ...draft.terms, amountFen: 501 } })).toThrow(stays)
  })

  test('the total never shrinks, and everything may change before', () => {
    expect(() => edit(template, { ...draft, total: 99 })).toThrow(stays)
    const changed = { ...draft, terms: { ...draft.terms, amountFen: 600 }, total: 5 }
    expect(edit({ ...template, issued: 0 }, changed).terms.amountFen).toBe(600)
    expect(() => edit({ ...template, status: 'ENDED' }, draft)).toThrow(/TEMPLATE_ENDED/)
  })
})

test.each([
  ['amountFen', { ...draft.terms, amountFen: 0 }],
  ['thresholdFen', { ...draft.terms, amountFen: 2_000 }],
  ['discountBp', { ...draft.terms, type: 'DISCOUNT' }],
  ['scope', { ...draft.terms, scope: { kind: 'SKU', ids: [] } }],
] as const)('terms that make no sense are refused by %s', (field, terms) => {
  expect(() => assertSound({ ...draft, terms })).toThrow(
    expect.objectContaining({ id: 'TEMPLATE_INVALID', details: { field } }),
  )
})
