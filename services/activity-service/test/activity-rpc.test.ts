import { randomUUID } from 'node:crypto'
import { connect } from '@linli/grpc'
import { ActivityQueryDefinition } from '@linli/proto/activity'
import { OrderCreated } from '@linli/proto/order'
import { afterAll, expect, test } from 'vitest'
import { aCoupon, anOrder, aPromotion, communityId, merchantId, startActivity } from './builders.ts'

const service = await startActivity()
const activity = connect(ActivityQueryDefinition, service.grpcAddress, {
  peer: 'activity',
  deadlineMs: 5_000,
})
afterAll(() => activity.close())

const aSku = (amountFen: number, skuId: string = randomUUID()) => ({
  lineId: skuId,
  skuId,
  productId: skuId,
  merchantId,
  categoryIds: [],
  qty: 1,
  amountFen,
  excludesCoupon: false,
  promotionTypes: [],
})
const basket = (userId: string, lines: ReturnType<typeof aSku>[]) => ({
  userId,
  merchantId,
  communityId,
  type: 'NORMAL' as const,
  lines,
  feeFen: 0,
})

test('coupons are matched with shares that sum to the discount', async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  const lines = [aSku(1_001), aSku(1_002), aSku(1_003)]
  const { offers, bestCouponId } = await activity.matchCoupons(basket(userId, lines))
  expect(bestCouponId).toBe(couponId)
  expect(offers).toMatchObject([
    { couponId, usable: true, discountFen: 500, eligibleFen: 3_006, withPoints: true },
  ])
  expect(offers[0]?.shares.reduce((sum, { discountFen }) => sum + discountFen, 0)).toBe(500)
  expect((await activity.matchCoupons(basket(randomUUID(), lines))).offers).toEqual([])
})

test('T18 a foreign coupon is not found, a used one is used, and neither is an error', async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  const lines = [aSku(3_000)]
  expect(await activity.validateCoupon({ ...basket(userId, lines), couponId })).toMatchObject({
    usable: true,
  })
  const foreign = await activity.validateCoupon({ ...basket(randomUUID(), lines), couponId })
  expect(foreign).toMatchObject({ usable: false, reason: 'NOT_FOUND', name: '' })
  const order = anOrder({ userId, couponId })
  await service.deliver(OrderCreated, order)
  const locked = await activity.validateCoupon({ ...basket(userId, lines), couponId })
  expect(locked).toMatchObject({ usable: false, reason: 'LOCKED' })
  const own = await activity.validateCoupon({ ...basket(userId, lines), couponId, orderId: order.orderId })
  expect(own.usable).toBe(true)
  const { offers, bestCouponId } = await activity.matchCoupons(basket(userId, lines))
  expect({ offers, bestCouponId }).toMatchObject({ offers: [{ reason: 'LOCKED' }], bestCouponId: undefined })
})

test('promotions are resolved line by line, with the version they were resolved at', async () => {
  const skuId = randomUUID()
  const scope = { kind: 'SKU', ids: [skuId] } as const
  const asked = {
    communityId,
    merchantId,
    type: 'NORMAL' as const,
    lines: [{ ...aSku(0, skuId), priceFen: 5_000, qty: 2 }],
  }
  const before = await activity.resolvePromotions(asked)
  expect(before.lines).toMatchObject([{ lineId: skuId, amountFen: 10_000, salePriceFen: 5_000 }])
  const limited = await aPromotion(service, {
    rule: { type: 'LIMITED_DISCOUNT', discountBp: 8_000, prices: [] },
    scope,
    quotas: [{ skuId, quota: 5, perUserLimit: 2 }],
  })
  const full = await aPromotion(service, {
    rule: { type: 'FULL_REDUCTION', ladder: [{ thresholdFen: 8_000, reductionFen: 1_000 }] },
    scope,
  })
  await aPromotion(service, { rule: { type: 'FREE_DELIVERY', thresholdFen: 7_000 }, scope })
  const after = await activity.resolvePromotions({ ...asked, userId: randomUUID() })
  expect(after.version).not.toBe(before.version)
  expect(after.lines).toMatchObject([
    {
      memberDiscountFen: 2_000,
      fullReductionFen: 1_000,
      amountFen: 7_000,
      salePriceFen: 4_000,
      promotionId: limited,
      promotionType: 'LIMITED_DISCOUNT',
      fullReductionId: full,
      quotaLeft: 5,
      userLeft: 2,
      excludesCoupon: false,
    },
  ])
  expect(after.freeDelivery).toBe(true)
  expect(after.applied.map(({ type }) => type)).toEqual([
    'LIMITED_DISCOUNT',
    'FULL_REDUCTION',
    'FREE_DELIVERY',
  ])
  const group = await activity.resolvePromotions({ ...asked, type: 'GROUP' })
  expect(group.lines).toMatchObject([{ amountFen: 10_000, unavailable: 'SEAT_INVALID' }])
})

test('the stacking matrix is told whole', async () => {
  const { rules, version } = await activity.getStackingRules({})
  expect(rules).toHaveLength(55)
  expect(rules).toContainEqual({ one: 'COUPON', other: 'POINTS', policy: 'BY_TERMS' })
  expect(version).toMatch(/^[0-9a-f]{16}$/)
})
