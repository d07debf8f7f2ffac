import fc from 'fast-check'
import { expect, test } from 'vitest'
import { amountOf, type DiscountedLine, price } from './quote.ts'

const line = fc
  .record({
    unit: fc.integer({ min: 1, max: 50_000 }),
    qty: fc.integer({ min: 1, max: 20 }),
    cut: fc.nat(100),
  })
  .map(
    ({ unit, qty, cut }, index = 0): DiscountedLine => ({
      skuId: `sku-${index}-${unit}-${qty}-${cut}`,
      productId: 'product',
      qty,
      unitPriceFen: unit,
      activityDiscountFen: 0,
      memberDiscountFen: 0,
      fullReductionFen: Math.floor((unit * qty * cut) / 200),
      promotionId: null,
      fullReductionId: null,
      weightG: 1,
      volumeCm3: 1,
      priceVersion: 1,
    }),
  )

const cart = fc.uniqueArray(line, { minLength: 1, maxLength: 12, selector: ({ skuId }) => skuId })

test('T27 every total is the sum of its lines, whatever coupon, points and fee', () => {
  fc.assert(
    fc.property(cart, fc.nat(10_000), fc.nat(5_000), (lines, couponSeed, feeFen) => {
      const first = lines[0]
      if (!first) return
      const couponFen = couponSeed % (amountOf(first) + 1)
      const leftFen = lines.reduce((sum, each) => sum + amountOf(each), 0) - couponFen
      const pointsDiscountFen = Math.floor(leftFen / 3)
      const { lines: priced, totals } = price(lines, {
        couponShares: new Map([[first.skuId, couponFen]]),
        points: pointsDiscountFen * 2,
        pointsDiscountFen,
        feeFen,
        feeDiscountFen: Math.floor(feeFen / 2),
      })
      const sum = (pick: (each: (typeof priced)[number]) => number) =>
        priced.reduce((total, each) => total + pick(each), 0)
      expect(totals.payableFen).toBe(
        totals.goodsFen -
          totals.discountFen -
          totals.couponDiscountFen -
          totals.pointsDiscountFen +
          totals.feeFen,
      )
      expect(sum((each) => each.payableFen) + totals.feeFen).toBe(totals.payableFen)
      expect(sum((each) => each.pointsDiscountFen)).toBe(pointsDiscountFen)
      expect(sum((each) => each.points)).toBe(pointsDiscountFen * 2)
      expect(priced.every((each) => each.payableFen >= 0)).toBe(true)
    }),
  )
})

test('a discount beyond its line is refused, not spread', () => {
  const [only] = fc.sample(cart, 1)[0] ?? []
  if (!only) throw new Error('no line')
  const tooMuch = {
    couponShares: new Map([[only.skuId, amountOf(only) + 1]]),
    points: 0,
    pointsDiscountFen: 0,
    feeFen: 0,
    feeDiscountFen: 0,
  }
  expect(() => price([only], tooMuch)).toThrow(RangeError)
})
