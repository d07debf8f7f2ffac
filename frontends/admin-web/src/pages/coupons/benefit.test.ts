import { expect, test } from 'vitest'
import { speak } from '../../i18n/index.ts'
import { benefitOf } from './benefit.ts'

const DISCOUNT = { type: 'DISCOUNT', thresholdFen: 0, amountFen: 0, discountBp: 8500 } as const

test('a discount is what is left to pay in Chinese, and what is taken off in English', async () => {
  await speak('zh')
  expect(benefitOf(DISCOUNT)).toBe('8.5 折')
  await speak('en')
  expect(benefitOf(DISCOUNT)).toBe('15% off')
})
