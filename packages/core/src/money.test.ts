import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allocate, percentOf } from './money.ts'

const amount = fc.integer({ min: 0, max: 10_000_000 })

test('the parts sum to the whole, whatever the weights (T27)', () => {
  fc.assert(
    fc.property(amount, fc.array(amount, { minLength: 1, maxLength: 100 }), (total, weights) => {
      const parts = allocate(total, weights)
      expect(parts).toHaveLength(weights.length)
      expect(parts.reduce((a, b) => a + b, 0)).toBe(total)
      expect(parts.every((part) => Number.isInteger(part) && part >= 0)).toBe(true)
    }),
  )
})

test('no part is more than one fen from its exact share', () => {
  fc.assert(
    fc.property(
      amount,
      fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 20 }),
      (total, weights) => {
        const sum = weights.reduce((a, b) => a + b, 0)
        allocate(total, weights).forEach((part, i) => {
          expect(Math.abs(part - (total * (weights[i] ?? 0)) / sum)).toBeLessThan(1)
        })
      },
    ),
  )
})

test('a discount never exceeds the line it is allocated to', () => {
  fc.assert(
    fc.property(fc.array(amount, { minLength: 1, maxLength: 20 }), fc.nat(), (lines, seed) => {
      const sum = lines.reduce((a, b) => a + b, 0)
      const discount = sum === 0 ? 0 : seed % (sum + 1)
      allocate(discount, lines).forEach((part, i) => {
        expect(part).toBeLessThanOrEqual(lines[i] ?? 0)
      })
    }),
  )
})

test('ties go to the earlier line', () => {
  expect(allocate(10, [1, 1, 1])).toEqual([4, 3, 3])
  expect(allocate(1, [0, 0])).toEqual([1, 0])
})

test('refuses what is not whole fen', () => {
  expect(() => allocate(1.5, [1])).toThrow(RangeError)
  expect(() => allocate(1, [-1])).toThrow(RangeError)
  expect(() => allocate(1, [])).toThrow(RangeError)
})

test('percentages round half up', () => {
  expect(percentOf(1005, 1000)).toBe(101)
  expect(percentOf(1004, 1000)).toBe(100)
  expect(percentOf(999, 10_000)).toBe(999)
})
