import { expect, test } from 'vitest'
import { DISCOUNT_TYPES, policiesOf, stackingOf } from './stacking.ts'

const { policy, rules, version } = stackingOf([])

test('A13 the defaults: group and flash stand alone, of two prices the better, free delivery with everything', () => {
  expect(policy('GROUP', 'FULL_REDUCTION')).toBe('EXCLUDE')
  expect(policy('FLASH', 'COUPON')).toBe('BY_TERMS')
  expect(policy('MEMBER', 'LIMITED_DISCOUNT')).toBe('BETTER_OF')
  expect(policy('COUPON', 'POINTS')).toBe('BY_TERMS')
  expect(policy('LIMITED_DISCOUNT', 'COUPON')).toBe('STACK')
  expect(policy('FULL_REDUCTION', 'FULL_GIFT')).toBe('BETTER_OF')
  for (const type of DISCOUNT_TYPES.filter((each) => each !== 'FREE_DELIVERY'))
    expect(policy('FREE_DELIVERY', type)).toBe('STACK')
})

test('each pair is in the matrix once, the same from both sides, and its default may be set', () => {
  expect(rules).toHaveLength((DISCOUNT_TYPES.length * (DISCOUNT_TYPES.length - 1)) / 2)
  for (const rule of rules) {
    expect(policy(rule.other, rule.one)).toBe(rule.policy)
    expect(policiesOf(rule.one, rule.other)).toContain(rule.policy)
  }
})

test('an override counts from both sides and changes the version', () => {
  const set = stackingOf([{ one: 'COUPON', other: 'FULL_REDUCTION', policy: 'EXCLUDE' }])
  expect(set.policy('FULL_REDUCTION', 'COUPON')).toBe('EXCLUDE')
  expect(set.version).not.toBe(version)
})
