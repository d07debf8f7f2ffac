import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DiscountType, stackingOf } from '../promotions/stacking.ts'
import { type Basket, type CouponLine, compareOffers, offerOf } from './coupon.ts'
import { COUPON_TYPES, type CouponTerms } from './terms.ts'
import type { UserCoupon } from './user-coupon.ts'

const now = new Date('2026-11-22T12:00:00Z')
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000)

const aCoupon = (terms: Partial<CouponTerms> = {}, some: Partial<UserCoupon> = {}): UserCoupon => ({
  id: 'c1',
  templateId: 't1',
  userId: 'u1',
  source: 'CLAIM',
  name: '满20减5',
  merchantId: null,
  funding: 'PLATFORM',
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
    ...terms,
  },
  validFrom: hours(-1),
  validUntil: hours(24),
  status: 'UNUSED',
  lockedOrderId: null,
  usedAt: null,
  discountFen: null,
  graceUsed: false,
  returnCount: 0,
  version: 1,
  createdAt: hours(-1),
  ...some,
})

const aLine = (amountFen: number, some: Partial<CouponLine> = {}): CouponLine => ({
  lineId: some.skuId ?? 's1',
  skuId: 's1',
  productId: 'p1',
  merchantId: 'm1',
  categoryIds: ['root', 'leaf'],
  qty: 1,
  amountFen,
  excludesCoupon: false,
  promotionTypes: [],
  ...some,
})

const aBasket = (lines: CouponLine[], some: Partial<Basket> = {}): Basket => ({
  lines,
  communityId: 'k1',
  orderType: 'NORMAL',
  feeFen: 0,
  stacking: stackingOf([]),
  ...some,
})

const offer = (coupon: UserCoupon, basket: Basket) => offerOf(coupon, basket, now)

describe('what a coupon takes off', () => {
  test('满减 takes its amount at the threshold, nothing below it', () => {
    expect(offer(aCoupon(), aBasket([aLine(2_000)]))).toMatchObject({ reason: undefined, discountFen: 500 })
    expect(offer(aCoupon(), aBasket([aLine(1_999)]))).toMatchObject({
      reason: 'BELOW_THRESHOLD',
      missingFen: 1,
    })
  })

  test('折扣 takes a part, up to its cap', () => {
    const terms = { type: 'DISCOUNT', thresholdFen: 0, discountBp: 8_500, capFen: 1_500 } as const
    expect(offer(aCoupon(terms), aBasket([aLine(5_000)])).discountFen).toBe(750)
    expect(offer(aCoupon(terms), aBasket([aLine(50_000)])).discountFen).toBe(1_500)
  })

  test('立减 never takes more than the goods, and leaves what must be paid', () => {
    const terms = { type: 'CASH', thresholdFen: 0, amountFen: 300 } as const
    expect(offer(aCoupon({ ...terms, minimumPaymentFen: 0 }), aBasket([aLine(200)])).discountFen).toBe(200)
    expect(offer(aCoupon({ ...terms, minimumPaymentFen: 100 }), aBasket([aLine(399)])).reason).toBe(
      'BELOW_MINIMUM_PAYMENT',
    )
    expect(offer(aCoupon({ ...terms, minimumPaymentFen: 100 }), aBasket([aLine(400)])).discountFen).toBe(300)
  })

  test('免运费 takes the fee, or its amount of it, and needs one', () => {
    const terms = { type: 'FREE_DELIVERY', amountFen: 0, thresholdFen: 0 } as const
    const home = aBasket([aLine(1_000)], { feeFen: 600 })
    expect(offer(aCoupon(terms), home)).toMatchObject({ discountFen: 0, feeDiscountFen: 600, shares: [] })
    expect(offer(aCoupon({ ...terms, amountFen: 400 }), home).feeDiscountFen).toBe(400)
    expect(offer(aCoupon(terms), aBasket([aLine(1_000)])).reason).toBe('NO_FEE')
  })

  test('兑换 gives one unit of the dearest goods in its scope', () => {
    const terms = { type: 'EXCHANGE', thresholdFen: 0, minimumPaymentFen: 0 } as const
    const lines = [aLine(3_000, { qty: 3 }), aLine(1_500, { skuId: 's2' })]
    expect(offer(aCoupon(terms), aBasket(lines)).shares).toEqual([{ lineId: 's2', discountFen: 1_500 }])
    expect(offer(aCoupon({ ...terms, capFen: 900 }), aBasket(lines)).discountFen).toBe(900)
  })
})

describe('whose goods', () => {
  const two = [
    aLine(3_000),
    aLine(9_000, { skuId: 's2', productId: 'p2', merchantId: 'm2', categoryIds: ['other'] }),
  ]
  test.each([
    [{ kind: 'ALL' }, 12_000],
    [{ kind: 'CATEGORY', ids: ['root'] }, 3_000],
    [{ kind: 'PRODUCT', ids: ['p2'] }, 9_000],
    [{ kind: 'SKU', ids: ['s1'] }, 3_000],
    [{ kind: 'MERCHANT', ids: ['m2'] }, 9_000],
    [{ kind: 'COMMUNITY', ids: ['k1'] }, 12_000],
  ] as const)('scope %o counts the lines in it alone', (scope, eligibleFen) => {
    expect(offer(aCoupon({ scope }), aBasket(two))).toMatchObject({ reason: undefined, eligibleFen })
  })

  test('nothing in scope is said so', () => {
    const reason = 'OUT_OF_SCOPE'
    expect(offer(aCoupon({ scope: { kind: 'SKU', ids: ['x'] } }), aBasket(two)).reason).toBe(reason)
    expect(offer(aCoupon({ scope: { kind: 'COMMUNITY', ids: ['k2'] } }), aBasket(two)).reason).toBe(reason)
  })

  test("a merchant's coupon takes off that merchant's goods alone", () => {
    expect(offer(aCoupon({}, { merchantId: 'm1' }), aBasket(two))).toMatchObject({ eligibleFen: 3_000 })
  })
})

describe('with promotions', () => {
  const flash = (promotionTypes: DiscountType[]) => aBasket([aLine(3_000, { promotionTypes })])

  test('a limited discount stacks, a flash price only when the terms say so', () => {
    expect(offer(aCoupon(), flash(['LIMITED_DISCOUNT'])).reason).toBeUndefined()
    expect(offer(aCoupon(), flash(['FLASH'])).reason).toBe('NOT_WITH_PROMOTION')
    expect(offer(aCoupon({ withPromotions: true }), flash(['FLASH'])).reason).toBeUndefined()
  })

  test('a group order counts as a group price on every line', () => {
    const group = aBasket([aLine(3_000)], { orderType: 'GROUP' })
    expect(offer(aCoupon(), group).reason).toBe('NOT_WITH_PROMOTION')
    expect(offer(aCoupon({ withPromotions: true }), group).reason).toBeUndefined()
  })

  test('an excluded line neither counts nor carries a share', () => {
    const lines = [aLine(2_500), aLine(9_000, { skuId: 's2', excludesCoupon: true })]
    expect(offer(aCoupon(), aBasket(lines))).toMatchObject({
      eligibleFen: 2_500,
      shares: [{ lineId: 's1', discountFen: 500 }],
    })
  })

  test('the matrix can forbid a pair', () => {
    const stacking = stackingOf([{ one: 'COUPON', other: 'LIMITED_DISCOUNT', policy: 'EXCLUDE' }])
    const basket = { ...flash(['LIMITED_DISCOUNT']), stacking }
    expect(offer(aCoupon({ withPromotions: true }), basket).reason).toBe('NOT_WITH_PROMOTION')
  })
})

describe('T18 T20 its state', () => {
  const basket = aBasket([aLine(5_000)])
  test.each([
    ['USED', { status: 'USED', lockedOrderId: 'o1' }],
    ['REVOKED', { status: 'REVOKED' }],
    ['EXPIRED', { status: 'EXPIRED' }],
    ['EXPIRED', { validUntil: now }],
    ['NOT_STARTED', { validFrom: hours(1) }],
    ['LOCKED', { status: 'LOCKED', lockedOrderId: 'o1' }],
  ] as const)('%s is no use', (reason, some) => {
    expect(offer(aCoupon({}, some), basket)).toMatchObject({ reason, discountFen: 0, shares: [] })
  })

  test('the order that holds it may go on using it', () => {
    const locked = aCoupon({}, { status: 'LOCKED', lockedOrderId: 'o1' })
    expect(offer(locked, { ...basket, orderId: 'o1' }).reason).toBeUndefined()
    expect(offer(locked, { ...basket, orderId: 'o2' }).reason).toBe('LOCKED')
  })
})

const fen = fc.integer({ min: 0, max: 200_000 })
const anyTerms = fc.record({
  type: fc.constantFrom(...COUPON_TYPES),
  thresholdFen: fen,
  amountFen: fen,
  discountBp: fc.integer({ min: 1, max: 9_999 }),
  capFen: fc.option(fc.integer({ min: 1, max: 200_000 })),
  minimumPaymentFen: fc.integer({ min: 0, max: 2_000 }),
  scope: fc.constantFrom(
    { kind: 'ALL' } as const,
    { kind: 'SKU', ids: ['s0', 's2', 's4'] } as const,
    { kind: 'CATEGORY', ids: ['odd'] } as const,
  ),
})
const anyLines = fc
  .array(fc.record({ amountFen: fen, qty: fc.integer({ min: 1, max: 20 }), excludesCoupon: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((lines) =>
    lines.map((line, index) =>
      aLine(line.amountFen, { ...line, skuId: `s${index}`, categoryIds: [index % 2 ? 'odd' : 'even'] }),
    ),
  )

test('shares sum to the discount, stay on eligible lines and below their amounts, caps and minimum hold', () => {
  fc.assert(
    fc.property(anyTerms, anyLines, fen, (terms, lines, feeFen) => {
      const coupon = aCoupon(terms)
      const given = offer(coupon, aBasket(lines, { feeFen }))
      const totalFen = lines.reduce((sum, { amountFen }) => sum + amountFen, 0)
      expect(given.shares.reduce((sum, share) => sum + share.discountFen, 0)).toBe(given.discountFen)
      for (const { lineId, discountFen } of given.shares) {
        const line = lines.find((each) => each.lineId === lineId)
        expect(line?.excludesCoupon).toBe(false)
        expect(discountFen).toBeGreaterThanOrEqual(0)
        expect(discountFen).toBeLessThanOrEqual(line?.amountFen ?? -1)
      }
      expect(given.discountFen).toBeLessThanOrEqual(given.eligibleFen)
      expect(given.feeDiscountFen).toBeLessThanOrEqual(feeFen)
      if (given.reason === undefined) {
        expect(given.eligibleFen).toBeGreaterThanOrEqual(terms.thresholdFen)
        expect(totalFen - given.discountFen).toBeGreaterThanOrEqual(terms.minimumPaymentFen)
      } else expect(given.discountFen + given.feeDiscountFen).toBe(0)
      if (terms.type === 'DISCOUNT' && terms.capFen !== null)
        expect(given.discountFen).toBeLessThanOrEqual(terms.capFen)
    }),
  )
})

test('the order of the lines changes no share', () => {
  fc.assert(
    fc.property(anyTerms, anyLines, (terms, lines) => {
      const sharesOf = (given: CouponLine[]) =>
        [...offer(aCoupon(terms), aBasket(given)).shares].sort((a, b) => (a.lineId < b.lineId ? -1 : 1))
      expect(sharesOf([...lines].reverse())).toEqual(sharesOf(lines))
    }),
  )
})

test('the best offer does not depend on the order of the coupons', () => {
  fc.assert(
    fc.property(fc.array(anyTerms, { minLength: 1, maxLength: 6 }), anyLines, (several, lines) => {
      const offers = several.map((terms, index) =>
        offer(
          aCoupon(terms, { id: `c${index}`, validUntil: hours(24 + (index % 2)) }),
          aBasket(lines, { feeFen: 500 }),
        ),
      )
      const ids = (sorted: typeof offers) => sorted.map(({ coupon }) => coupon.id)
      const sorted = [...offers].sort(compareOffers)
      expect(ids([...offers].reverse().sort(compareOffers))).toEqual(ids(sorted))
      const worth = offers
        .filter(({ reason }) => !reason)
        .map((each) => each.discountFen + each.feeDiscountFen)
      const [best] = sorted
      if (best && worth.length > 0) expect(best.discountFen + best.feeDiscountFen).toBe(Math.max(...worth))
    }),
  )
})
