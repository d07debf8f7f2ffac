import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type PriceLine, type Pricing, priceWith, quotaKey, resolvePrices } from './price.ts'
import { holdsQuote, isRunning, type Promotion, type PromotionRule } from './promotion.ts'
import { stackingOf } from './stacking.ts'

const now = new Date('2026-11-22T12:00:00Z')
const minutes = (count: number) => new Date(now.getTime() + count * 60_000)

const aPromotion = (id: string, rule: PromotionRule, some: Partial<Promotion> = {}): Promotion => ({
  id,
  name: id,
  merchantId: null,
  funding: 'PLATFORM',
  scope: { kind: 'ALL' },
  rule,
  startsAt: minutes(-60),
  endsAt: minutes(60),
  status: 'RUNNING',
  version: 1,
  quotas: [],
  ...some,
})
const off = (discountBp: number): PromotionRule => ({ type: 'LIMITED_DISCOUNT', discountBp, prices: [] })
const full = (...ladder: [number, number][]): PromotionRule => ({
  type: 'FULL_REDUCTION',
  ladder: ladder.map(([thresholdFen, reductionFen]) => ({ thresholdFen, reductionFen })),
})

const aLine = (skuId: string, priceFen: number, qty = 1): PriceLine => ({
  lineId: skuId,
  skuId,
  productId: skuId,
  merchantId: 'm1',
  categoryIds: [],
  qty,
  priceFen,
})

const pricing = (promotions: Promotion[], some: Partial<Pricing> = {}): Pricing => ({
  promotions,
  stacking: stackingOf([]),
  communityId: 'k1',
  left: new Map(),
  ...some,
})
const price = (lines: PriceLine[], promotions: Promotion[], some: Partial<Pricing> = {}) =>
  resolvePrices(lines, pricing(promotions, some), now)

test('without promotions a line costs its price', () => {
  const { lines, applied, freeDelivery } = price([aLine('s1', 990, 2)], [])
  expect(lines).toMatchObject([
    { amountFen: 1_980, salePriceFen: 990, memberDiscountFen: 0, fullReductionFen: 0 },
  ])
  expect({ applied, freeDelivery }).toEqual({ applied: [], freeDelivery: false })
})

describe('limited discount', () => {
  test('the best of several, the own price of a SKU before the common part', () => {
    const own: PromotionRule = {
      type: 'LIMITED_DISCOUNT',
      discountBp: 5_000,
      prices: [{ skuId: 's1', priceFen: 800 }],
    }
    const promotions = [aPromotion('a', off(9_000)), aPromotion('b', own)]
    const { lines, applied } = price([aLine('s1', 1_000, 2), aLine('s2', 1_000)], promotions)
    expect(lines.map(({ salePriceFen }) => salePriceFen)).toEqual([800, 500])
    expect(applied).toMatchObject([{ promotion: { id: 'b' }, discountFen: 900 }])
  })

  test('a dearer price is none', () => {
    const dearer: PromotionRule = {
      type: 'LIMITED_DISCOUNT',
      discountBp: null,
      prices: [{ skuId: 's1', priceFen: 1_200 }],
    }
    expect(price([aLine('s1', 1_000)], [aPromotion('a', dearer)]).lines[0]?.promotion).toBeUndefined()
  })

  test('a quota that does not hold all units of the SKU gives the price to none', () => {
    const left = new Map([[quotaKey('a', 's1'), { quotaLeft: 3, userLeft: undefined }]])
    const promotions = [aPromotion('a', off(5_000))]
    const priced = (qty: number) => price([aLine('s1', 1_000, qty)], promotions, { left }).lines[0]
    expect(priced(3)).toMatchObject({ salePriceFen: 500, left: { quotaLeft: 3 } })
    expect(priced(4)).toMatchObject({ salePriceFen: 1_000, left: { quotaLeft: 3 } })
    const twice = [aLine('s1', 1_000, 2), { ...aLine('s1', 1_000, 2), lineId: 'l2' }]
    expect(price(twice, promotions, { left }).lines[0]?.salePriceFen).toBe(1_000)
  })
})

describe('full reduction', () => {
  test('counts after the discount, takes the highest step, tells the next one', () => {
    const promotions = [aPromotion('a', off(5_000)), aPromotion('b', full([5_000, 500], [10_000, 1_500]))]
    const { lines, hints } = price([aLine('s1', 12_000)], promotions)
    expect(lines).toMatchObject([{ memberDiscountFen: 6_000, fullReductionFen: 500, amountFen: 5_500 }])
    expect(hints).toMatchObject([{ missingFen: 4_000, discountFen: 1_500, text: '再买40元，可减15元' }])
  })

  test('of overlapping ones the best, and the next on what is left', () => {
    const some: Promotion = aPromotion('c', full([1_000, 300]), { scope: { kind: 'SKU', ids: ['s2'] } })
    const promotions = [
      aPromotion('a', full([1_000, 100])),
      aPromotion('b', full([5_000, 900]), { scope: { kind: 'SKU', ids: ['s1'] } }),
      some,
    ]
    const { lines, applied } = price([aLine('s1', 6_000), aLine('s2', 2_000)], promotions)
    expect(lines.map(({ fullReductionFen }) => fullReductionFen)).toEqual([900, 300])
    expect(applied.map(({ promotion }) => promotion.id)).toEqual(['b', 'c'])
  })

  test('the matrix can keep it from discounted lines', () => {
    const stacking = stackingOf([{ one: 'FULL_REDUCTION', other: 'LIMITED_DISCOUNT', policy: 'EXCLUDE' }])
    const discounted = aPromotion('a', off(5_000), { scope: { kind: 'SKU', ids: ['s1'] } })
    const promotions = [discounted, aPromotion('b', full([2_000, 500]))]
    const { lines } = price([aLine('s1', 9_000), aLine('s2', 2_000)], promotions, { stacking })
    expect(lines.map(({ fullReductionFen }) => fullReductionFen)).toEqual([0, 500])
  })

  test('what excludes coupons says so on the line', () => {
    const stacking = stackingOf([{ one: 'COUPON', other: 'FULL_REDUCTION', policy: 'EXCLUDE' }])
    const { lines } = price([aLine('s1', 9_000)], [aPromotion('b', full([2_000, 500]))], { stacking })
    expect(lines).toMatchObject([{ excludesCoupon: true, excludesPoints: false }])
  })
})

test('free delivery counts after reductions and tells what is missing', () => {
  const promotions = [
    aPromotion('d', { type: 'FREE_DELIVERY', thresholdFen: 5_000 }),
    aPromotion('b', full([5_000, 100])),
  ]
  expect(price([aLine('s1', 5_100)], promotions)).toMatchObject({ freeDelivery: true, hints: [] })
  const short = price([aLine('s1', 5_000)], promotions)
  expect(short).toMatchObject({
    freeDelivery: false,
    hints: [{ missingFen: 100, text: '再买1元，免配送费' }],
  })
})

test('A18 only what is scheduled and whose time has come gives a price', () => {
  const at = (some: Partial<Promotion>) => isRunning(aPromotion('a', off(5_000), some), now)
  expect(at({ status: 'SCHEDULED' })).toBe(true)
  expect(at({ status: 'SCHEDULED', startsAt: minutes(1) })).toBe(false)
  expect(at({ status: 'RUNNING', endsAt: now })).toBe(false)
  for (const status of ['DRAFT', 'REVIEW', 'PAUSED', 'ENDED'] as const) expect(at({ status })).toBe(false)
})

test('a quote outlives the end of its promotion by ten minutes, but not a stop by hand', () => {
  const at = (some: Partial<Promotion>) => holdsQuote(aPromotion('a', off(5_000), some), now)
  expect(at({ endsAt: minutes(-9) })).toBe(true)
  expect(at({ endsAt: minutes(-9), status: 'ENDED' })).toBe(true)
  expect(at({ endsAt: minutes(-10) })).toBe(false)
  expect(at({ status: 'ENDED' })).toBe(false)
  expect(at({ endsAt: minutes(-1), status: 'PAUSED' })).toBe(false)
  expect(at({ startsAt: minutes(1) })).toBe(false)
})

const anyRule = fc.oneof(
  fc.integer({ min: 1, max: 9_999 }).map(off),
  fc
    .tuple(fc.integer({ min: 2, max: 30_000 }), fc.integer({ min: 1, max: 20_000 }))
    .map(([threshold, reduction]) => full([threshold, Math.min(reduction, threshold - 1)])),
  fc
    .integer({ min: 0, max: 50_000 })
    .map((thresholdFen): PromotionRule => ({ type: 'FREE_DELIVERY', thresholdFen })),
)
const anyScope = fc.oneof(
  fc.constant({ kind: 'ALL' } as const),
  fc.subarray(['s0', 's1', 's2', 's3'], { minLength: 1 }).map((ids) => ({ kind: 'SKU', ids }) as const),
)
const anyPromotions = fc
  .array(fc.tuple(anyRule, anyScope), { maxLength: 6 })
  .map((some) => some.map(([rule, scope], index) => aPromotion(`p${index}`, rule, { scope })))
const anyLines = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((some) => some.map(([fen, qty], index) => aLine(`s${index}`, fen, qty)))

test('parts sum to the whole, no line goes below zero, and what is applied is on the lines', () => {
  fc.assert(
    fc.property(anyLines, anyPromotions, (lines, promotions) => {
      const priced = price(lines, promotions)
      let discountFen = 0
      for (const line of priced.lines) {
        const { priceFen, qty, memberDiscountFen, fullReductionFen, amountFen } = line
        expect(amountFen).toBe(priceFen * qty - memberDiscountFen - fullReductionFen)
        expect(Math.min(amountFen, memberDiscountFen, fullReductionFen)).toBeGreaterThanOrEqual(0)
        discountFen += memberDiscountFen + fullReductionFen
      }
      for (const { discountFen: whole, shares } of priced.applied) {
        expect(shares.reduce((sum, share) => sum + share.discountFen, 0)).toBe(whole)
      }
      expect(priced.applied.reduce((sum, each) => sum + each.discountFen, 0)).toBe(discountFen)
    }),
  )
})

test('the order of lines and promotions, and promotions that were not chosen, change nothing', () => {
  fc.assert(
    fc.property(anyLines, anyPromotions, (lines, promotions) => {
      const amounts = (priced: ReturnType<typeof price>) =>
        new Map(priced.lines.map((line) => [line.skuId, [line.memberDiscountFen, line.fullReductionFen]]))
      const first = price(lines, promotions)
      expect(amounts(price([...lines].reverse(), [...promotions].reverse()))).toEqual(amounts(first))
      const used = first.lines.flatMap(({ promotion, fullReduction }) =>
        [promotion ?? [], fullReduction ?? []].flat(),
      )
      expect(amounts(priceWith(lines, pricing([...new Set(used)])))).toEqual(amounts(first))
    }),
  )
})
