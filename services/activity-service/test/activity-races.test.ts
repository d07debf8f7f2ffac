import { randomUUID } from 'node:crypto'
import { inTransaction } from '@linli/events'
import { PromotionLocked, PromotionLockFailed } from '@linli/proto/activity'
import { OrderClosed, OrderCreated, OrderPaid } from '@linli/proto/order'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import type { Work } from '../src/deps.ts'
import { lockPromotion } from '../src/promotion-locks/lock-promotion.ts'
import { releasePromotion } from '../src/promotion-locks/release-promotion.ts'
import { gatherRules } from '../src/promotions/gather-prices.ts'
import {
  aCoupon,
  aLine,
  anOrder,
  aPromotion,
  aTemplate,
  audit,
  claim,
  claimWith,
  closedOrders,
  couponRow,
  startActivity,
} from './builders.ts'

const service = await startActivity()
const { database, deps } = service
const FIFTY = Array.from({ length: 50 }, (_, index) => index)

const lock = (order: ReturnType<typeof anOrder>) =>
  gatherRules(deps).then((rules) => inTransaction(deps, (work: Work) => lockPromotion(work, order, rules)))
const answersOf = async (orderIds: readonly string[]) => {
  const of = (rows: { message: { orderId: string } }[]) =>
    rows.filter(({ message }) => orderIds.includes(message.orderId)).length
  return {
    locked: of(await service.published(PromotionLocked)),
    failed: of(await service.published(PromotionLockFailed)),
  }
}

test('A05 50 parallel claims of the last coupon: exactly one gets it', async () => {
  const templateId = await aTemplate(database, { total: 1 })
  const answers = await Promise.all(FIFTY.map(() => claim(service, randomUUID(), templateId)))
  const codes = answers.map(({ status, body }) => (status === 201 ? 201 : body.code))
  expect(codes.filter((code) => code === 201)).toHaveLength(1)
  expect(codes.filter((code) => code === 1703)).toHaveLength(49)
  const [row] = await database.query('select issued, total from coupon_templates where id = $1', [templateId])
  expect(row).toEqual({ issued: 1, total: 1 })
  // The hint turns the next one away without asking the database; raising the total lifts it.
  expect((await claim(service, randomUUID(), templateId)).body.code).toBe(1703)
  expect(await audit(database)).toEqual([])
})

test('A05 parallel claims of one user stop at the limit', async () => {
  const userId = randomUUID()
  const templateId = await aTemplate(database, { perUserLimit: 3 })
  const answers = await Promise.all(FIFTY.slice(0, 10).map(() => claim(service, userId, templateId)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3)
  const rows = await database.query('select seq from user_coupons where template_id = $1 order by seq', [
    templateId,
  ])
  expect(rows).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }])
})

test('parallel claims with one key give one coupon', async () => {
  const userId = randomUUID()
  const templateId = await aTemplate(database)
  const key = randomUUID()
  const answers = await Promise.all(
    FIFTY.slice(0, 8).map(() => claimWith(service, userId, { templateId, key })),
  )
  expect(new Set(answers.map(({ body }) => body.data.id)).size).toBe(1)
  expect(
    await database.query('select 1 from user_coupons where template_id = $1', [templateId]),
  ).toHaveLength(1)
})

test('T20 50 orders at once for one coupon: one locks it, the others are told', async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  const orders = FIFTY.map(() => anOrder({ userId, couponId }))
  await Promise.all(orders.map(lock))
  expect(await answersOf(orders.map(({ orderId }) => orderId))).toEqual({ locked: 1, failed: 49 })
  expect(await audit(database)).toEqual([])
})

test('T18 T20 a foreign, a used and a changed coupon are refused with their reasons', async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId, { name: '满20减5' })
  const reasonFor = async (order: ReturnType<typeof anOrder>) => {
    await service.deliver(OrderCreated, order)
    const told = (await service.published(PromotionLockFailed)).find(
      ({ message }) => message.orderId === order.orderId,
    )
    return told && { reason: told.message.reason, name: told.message.name }
  }
  expect(await reasonFor(anOrder({ userId: randomUUID(), couponId }))).toEqual({
    reason: 'COUPON_NOT_FOUND',
    name: '优惠券',
  })
  expect(await reasonFor(anOrder({ userId, couponId: randomUUID() }))).toMatchObject({
    reason: 'COUPON_NOT_FOUND',
  })
  const name = '满20减5'
  const cheaper = anOrder({ userId, couponId, couponDiscountFen: 600 })
  expect(await reasonFor(cheaper)).toEqual({ reason: 'COUPON_AMOUNT_CHANGED', name })
  const small = [aLine({ unitPriceFen: 1_000, qty: 1, couponDiscountFen: 500 })]
  expect(await reasonFor(anOrder({ userId, couponId, lines: small }))).toEqual({
    reason: 'COUPON_NOT_USABLE',
    name,
  })
  const late = anOrder({ userId, couponId, createdAt: new Date(Date.now() + 30 * 86_400_000) })
  expect(await reasonFor(late)).toEqual({ reason: 'COUPON_EXPIRED', name })
  const good = anOrder({ userId, couponId })
  expect(await reasonFor(good)).toBeUndefined()
  expect(await reasonFor(anOrder({ userId, couponId }))).toEqual({ reason: 'COUPON_NOT_USABLE', name })
  await service.deliver(OrderPaid, good)
  expect(await reasonFor(anOrder({ userId, couponId }))).toEqual({ reason: 'COUPON_NOT_USABLE', name })
  expect(await audit(database)).toEqual([])
})

test('a revoked or expired coupon comes back from no order', async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  const order = anOrder({ userId, couponId })
  await service.deliver(OrderCreated, order)
  const days = (count: number) =>
    database.query(
      `update user_coupons set valid_from = now() - interval '9 days', valid_until = now() - $2 * interval '1 day' where id = $1`,
      [couponId, count],
    )
  await days(2)
  await service.deliver(OrderClosed, { ...order, paid: false })
  expect(await couponRow(database, couponId)).toMatchObject({ status: 'EXPIRED', orderId: null })
})

test('A19 50 orders at once for a quota of 20 units, 2 each: 10 get it, and closing gives it back', async () => {
  const skuId = randomUUID()
  const promotionId = await aPromotion(service, {
    name: '限时特价',
    rule: { type: 'LIMITED_DISCOUNT', discountBp: 8_000, prices: [] },
    scope: { kind: 'SKU', ids: [skuId] },
    quotas: [{ skuId, quota: 20, perUserLimit: 3 }],
  })
  const order = (userId: string = randomUUID()) =>
    anOrder({
      userId,
      lines: [aLine({ skuId, unitPriceFen: 1_000, qty: 2, memberDiscountFen: 400, promotionId })],
    })
  const orders = FIFTY.map(() => order())
  await Promise.all(orders.map(lock))
  expect(await answersOf(orders.map(({ orderId }) => orderId))).toEqual({ locked: 10, failed: 40 })
  const refused = (await service.published(PromotionLockFailed))
    .map(({ message }) => message)
    .filter((each) => each.skuId === skuId)
  expect(refused[0]).toMatchObject({ reason: 'QUOTA_EXHAUSTED', name: '限时特价', promotionId })
  expect(await audit(database)).toEqual([])

  const held = (await service.published(PromotionLocked))
    .map(({ message }) => message)
    .filter((each) => each.quotas.length > 0)
  expect(held[0]?.quotas).toEqual([{ promotionId, skuId, qty: 2 }])
  await Promise.all(
    held.map(({ orderId, userId }) =>
      inTransaction(deps, (work: Work) => releasePromotion(work, { orderId, userId, promoted: true })),
    ),
  )
  const [quota] = await database.query('select taken from promotion_quotas where promotion_id = $1', [
    promotionId,
  ])
  expect(quota).toEqual({ taken: 0 })
  const userId = randomUUID()
  await lock(order(userId))
  const second = order(userId)
  await lock(second)
  const told = (await service.published(PromotionLockFailed)).find(
    ({ message }) => message.orderId === second.orderId,
  )
  expect(told?.message.reason).toBe('USER_LIMIT_EXCEEDED')
  expect(await audit(database)).toEqual([])
})

test('a promotion that is over, paused or priced otherwise refuses the order by its name', async () => {
  const rule = { type: 'FULL_REDUCTION', ladder: [{ thresholdFen: 2_000, reductionFen: 300 }] } as const
  const order = (fullReductionId: string, fullReductionFen = 300) =>
    anOrder({
      userId: randomUUID(),
      lines: [aLine({ unitPriceFen: 3_000, qty: 1, fullReductionFen, fullReductionId })],
    })
  const running = await aPromotion(service, { rule, name: '满20减3' })
  const over = await aPromotion(service, { rule, endsAt: new Date(Date.now() - 20 * 60_000) })
  const recent = await aPromotion(service, { rule, endsAt: new Date(Date.now() - 60_000) })
  const orders = [order(running), order(running, 400), order(over), order(recent)]
  for (const each of orders) await lock(each)
  const failed = (await service.published(PromotionLockFailed)).map(({ message }) => message)
  const reasons = orders.map(({ orderId }) => failed.find((each) => each.orderId === orderId)?.reason)
  expect(reasons).toEqual([undefined, 'PROMOTION_ENDED', 'PROMOTION_ENDED', undefined])
})

test('the budget of a template bounds what its coupons take off', async () => {
  const templateId = await aTemplate(database, { budgetFen: 1_200 })
  const orders = []
  for (const _ of [1, 2, 3]) {
    const userId = randomUUID()
    const couponId = (await claim(service, userId, templateId)).body.data.id
    orders.push(anOrder({ userId, couponId }))
  }
  await Promise.all(orders.map(lock))
  expect(await answersOf(orders.map(({ orderId }) => orderId))).toEqual({ locked: 2, failed: 1 })
  const [row] = await database.query(
    'select committed_fen::integer as fen from coupon_templates where id = $1',
    [templateId],
  )
  expect(row).toEqual({ fen: 1_000 })
  expect(await audit(database)).toEqual([])
})

test('the sweeper frees what an order holds whose close never came', async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  const order = anOrder({ userId, couponId })
  await service.deliver(OrderCreated, order)
  closedOrders.add(order.orderId)
  await database.query(
    "update promotion_locks set checked_at = now() - interval '31 minutes' where order_id = $1",
    [order.orderId],
  )
  await database.query("update job set next_run_at = now() where name = 'activity.sweep-locks'")
  await eventually(async () =>
    expect(await couponRow(database, couponId)).toMatchObject({ status: 'UNUSED' }),
  )
  expect(await audit(database)).toEqual([])
})

test('the audit finds a book that was cooked', async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  await service.deliver(OrderCreated, anOrder({ userId, couponId }))
  await database.query(
    'update coupon_templates set issued = issued + 1 where id = (select template_id from user_coupons where id = $1)',
    [couponId],
  )
  await database.query("update user_coupons set status = 'UNUSED', locked_order_id = null where id = $1", [
    couponId,
  ])
  const faults = (await audit(database)).map(({ fault }) => fault)
  expect(faults.sort()).toEqual([
    'order holds a coupon that is not held',
    'template issued differs from its coupons',
  ])
})
