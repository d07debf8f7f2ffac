import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asPaid, atPrice } from './order-price.ts'

/** As far as prices go. */
const anOrder = (costs: readonly number[], feeFen: number, offeredFen: number[] = []) => ({
  id: 'o',
  payableFen: costs.reduce((sum, cost) => sum + cost, 0) + feeFen,
  merchantDiscountFen: 0,
  feeFen,
  offeredFen,
  lines: costs.map((payableFen) => ({ payableFen, merchantDiscountFen: 0 })),
})

test('whatever is asked, the lines and the fee sum to it, no line below zero, and the way back is exact', () => {
  const costs = fc.array(fc.nat(100_000), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(costs, fc.nat(1_000), fc.tuple(fc.nat(), fc.nat()), (lines, feeFen, wishes) => {
      const order = anOrder(lines, feeFen)
      const least = Math.max(1, feeFen)
      fc.pre(order.payableFen >= least)
      const within = (n: number) => least + (n % (order.payableFen - least + 1))
      let current = order
      for (const asked of wishes.map(within)) {
        current = { ...current, ...atPrice(current, asked) }
        expect(current.lines.reduce((sum, line) => sum + line.payableFen, 0) + feeFen).toBe(asked)
        expect(current.lines.every((line) => line.payableFen >= 0 && line.merchantDiscountFen >= 0)).toBe(
          true,
        )
        expect(current.payableFen + current.merchantDiscountFen).toBe(order.payableFen)
      }
      expect({ ...current, ...atPrice(current, order.payableFen) }.lines).toEqual(order.lines)
    }),
  )
})

test('more than the order came to, less than its fee, nothing at all: refused', () => {
  const order = anOrder([1000, 500], 300)
  for (const asked of [1801, 299, 0, -5]) expect(() => atPrice(order, asked)).toThrow('PRICE_OUT_OF_RANGE')
  expect(atPrice(order, 300).lines.map(({ payableFen }) => payableFen)).toEqual([0, 0])
})

test('a payment of what was asked before counts at that price, any other amount does not', () => {
  const order = { ...anOrder([1000, 500], 0, [1500]), ...atPrice(anOrder([1000, 500], 0), 1200) }
  expect(asPaid(order, 1200)).toBe(order)
  expect(asPaid(order, 1500)).toMatchObject({ payableFen: 1500, merchantDiscountFen: 0 })
  expect(() => asPaid(order, 1300)).toThrow('AMOUNT_MISMATCH')
})
