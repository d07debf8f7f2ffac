import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deduct, earn, type Rule } from './rule.ts'

const rule: Rule = {
  id: 'rule',
  version: 1,
  name: '规则',
  status: 'ACTIVE',
  effectiveFrom: new Date('2026-01-01T00:00:00Z'),
  earnPerFen: 100,
  earnOrderCap: 500,
  earnDayCap: 2000,
  excludedCategoryIds: ['wine'],
  redeemFenPerPoint: 1,
  redeemMaxBp: 10_000,
  redeemOrderCap: 100_000,
  redeemUnit: 100,
  withCoupon: true,
  withActivity: false,
}

const wish = {
  balance: 10_000,
  accountFrozen: false,
  payableFen: 5_000,
  withCoupon: false,
  withActivity: false,
  requested: undefined,
  zeroPayAllowed: false,
}

test('T26 points worth more than the order are capped, and one fen remains to pay', () => {
  expect(deduct(rule, wish)).toMatchObject({ points: 4900, maxPoints: 4900 })
  expect(deduct(rule, { ...wish, payableFen: 100 })).toMatchObject({ points: 0, reason: 'BELOW_UNIT' })
  expect(deduct(rule, { ...wish, zeroPayAllowed: true })).toMatchObject({ points: 5000 })
})

test('whatever is asked, the deduction is a multiple of the unit, within balance and order', () => {
  fc.assert(
    fc.property(
      fc.nat(50_000),
      fc.nat(50_000),
      fc.option(fc.nat(60_000), { nil: undefined }),
      (balance, payableFen, requested) => {
        const { points, maxPoints } = deduct(rule, { ...wish, balance, payableFen, requested })
        expect(points % rule.redeemUnit).toBe(0)
        expect(points).toBeLessThanOrEqual(Math.min(balance, maxPoints))
        expect(points * rule.redeemFenPerPoint).toBeLessThan(Math.max(payableFen, 1))
      },
    ),
  )
})

test('points are earned on whole yuan of counted goods, up to the caps', () => {
  const lines = [
    { netFen: 1_999, categoryIds: ['veg'] },
    { netFen: 9_900, categoryIds: ['drinks', 'wine'] },
  ]
  expect(earn(rule, lines, 0)).toEqual({ points: 19, capped: false })
  expect(earn(rule, lines, 1_990)).toEqual({ points: 10, capped: true })
  expect(earn(rule, [{ netFen: 1_000_000, categoryIds: [] }], 0)).toEqual({ points: 500, capped: true })
})

test('a rule may forbid points beside a coupon or an activity price', () => {
  expect(deduct(rule, { ...wish, withActivity: true }).reason).toBe('NOT_WITH_ACTIVITY')
  expect(deduct({ ...rule, withCoupon: false }, { ...wish, withCoupon: true }).reason).toBe('NOT_WITH_COUPON')
  expect(deduct(rule, { ...wish, accountFrozen: true }).reason).toBe('ACCOUNT_FROZEN')
})
