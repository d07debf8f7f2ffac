import { randomUUID } from 'node:crypto'
import { createBell, inTransaction } from '@linli/events'
import {
  CouponGranted,
  CouponReturned,
  CouponUsed,
  PromotionLocked,
  PromotionLockFailed,
  PromotionReleased,
} from '@linli/proto/activity'
import { AftersaleCompleted, OrderClosed, OrderCreated, OrderPaid } from '@linli/proto/order'
import { UserDeleted, UserRegistered } from '@linli/proto/user'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import { lockPromotion } from '../src/promotion-locks/lock-promotion.ts'
import { gatherRules } from '../src/promotions/gather-prices.ts'
import { aCoupon, anOrder, aTemplate, audit, couponRow, refundOf, startActivity } from './builders.ts'

const service = await startActivity()
const { database } = service

type Told = { orderId: string }
const answers = async <T extends Told>(type: Parameters<typeof service.published<T>>[0], orderId: string) =>
  (await service.published(type))
    .map(({ message }) => message)
    .filter((message) => message.orderId === orderId)

const failedOnce = (eventId: string) =>
  eventually(async () => {
    const rows = await database.query('select 1 from event_failure where event_id = $1', [eventId])
    return rows.length > 0
  })

test('happy: an order locks its coupon, its payment uses it, its full refund gives it back once', async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  const order = anOrder({ userId, couponId })
  await service.deliver(OrderCreated, order)
  expect(await couponRow(database, couponId)).toMatchObject({ status: 'LOCKED', orderId: order.orderId })
  expect(await answers(PromotionLocked, order.orderId)).toMatchObject([
    { userId, couponId, quotas: [], version: 1 },
  ])

  await service.deliver(OrderPaid, order)
  expect(await couponRow(database, couponId)).toMatchObject({ status: 'USED', orderId: order.orderId })
  expect(await answers(CouponUsed, order.orderId)).toMatchObject([{ couponId, discountFen: 500 }])

  const refund = refundOf(order)
  await service.deliver(AftersaleCompleted, refund)
  await service.deliver(AftersaleCompleted, refund)
  expect(await couponRow(database, couponId)).toMatchObject({
    status: 'UNUSED',
    orderId: null,
    returnCount: 1,
  })
  expect(await answers(CouponReturned, order.orderId)).toHaveLength(1)
  expect(await audit(database)).toEqual([])
})

test('a coupon comes back from a refund once in its life', async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  for (const status of ['UNUSED', 'USED']) {
    const order = anOrder({ userId, couponId })
    await service.deliver(OrderCreated, order)
    await service.deliver(OrderPaid, order)
    await service.deliver(AftersaleCompleted, refundOf(order))
    expect(await couponRow(database, couponId)).toMatchObject({ status, returnCount: 1 })
  }
  expect(await audit(database)).toEqual([])
})

test('an order that is closed unpaid gives its coupon back', async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  const order = anOrder({ userId, couponId })
  await service.deliver(OrderCreated, order)
  await service.deliver(OrderClosed, { ...order, paid: false })
  expect(await couponRow(database, couponId)).toMatchObject({ status: 'UNUSED', orderId: null })
  expect(await answers(PromotionReleased, order.orderId)).toMatchObject([{ userId, couponId }])
  expect(await answers(CouponReturned, order.orderId)).toMatchObject([{ couponId, extended: false }])
})

test('an order that is closed paid changes nothing: after-sales undo', async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  const order = anOrder({ userId, couponId })
  await service.deliver(OrderCreated, order)
  await service.deliver(OrderPaid, order)
  await service.deliver(OrderClosed, { ...order, paid: true })
  expect(await couponRow(database, couponId)).toMatchObject({ status: 'USED' })
})

test('an order without coupon and promotion passes by', async () => {
  const order = anOrder({ userId: randomUUID(), required: ['STOCK'] })
  await service.deliver(OrderCreated, order)
  await service.deliver(OrderPaid, order)
  await service.deliver(OrderClosed, { ...order, paid: false })
  expect(await database.query('select 1 from promotion_locks where order_id = $1', [order.orderId])).toEqual(
    [],
  )
})

test('duplicate: the same order twice locks once and gets the same answer', async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  const order = anOrder({ userId, couponId })
  const id = randomUUID()
  await service.deliver(OrderCreated, order, { id })
  await service.publish(OrderCreated, order, { id })
  await service.deliver(OrderCreated, order) // the saga's own repetition: a new event about the same order
  expect(await couponRow(database, couponId)).toMatchObject({
    status: 'LOCKED',
    orderId: order.orderId,
    version: 2,
  })
  const told = await answers(PromotionLocked, order.orderId)
  expect(told).toHaveLength(2)
  expect(told[0]).toMatchObject({ couponId, version: 1 })
  expect(told[1]).toMatchObject({ couponId, version: 1 })
})

test('early: a payment that overtakes its order is tried again until the coupon is locked', async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  const order = anOrder({ userId, couponId })
  await failedOnce(await service.publish(OrderPaid, order))
  await service.deliver(OrderCreated, order)
  await eventually(async () => expect(await couponRow(database, couponId)).toMatchObject({ status: 'USED' }))
})

test('early: a close that comes first leaves a tombstone that refuses the late order', async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  const order = anOrder({ userId, couponId })
  await service.deliver(OrderClosed, { ...order, paid: false })
  await service.deliver(OrderCreated, order)
  expect(await couponRow(database, couponId)).toMatchObject({ status: 'UNUSED' })
  expect(await answers(PromotionLockFailed, order.orderId)).toMatchObject([{ reason: 'ORDER_CLOSED' }])
  expect(await audit(database)).toEqual([])
})

test('poison: an event that can never be handled is parked and blocks nobody', {
  timeout: 60_000,
}, async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  const order = anOrder({ userId, couponId })
  await service.deliver(OrderCreated, order)
  await service.deliver(OrderClosed, { ...order, paid: false })
  const poison = await service.publish(OrderPaid, order) // paid after it was released: order-service never says so
  await failedOnce(poison)
  await database.query('update event_failure set attempts = 100 where event_id = $1', [poison])
  await eventually(async () => {
    const dead = await database.query("select event_id from dead_event where consumer = 'order.v1.OrderPaid'")
    expect(dead).toEqual([{ event_id: poison }])
  })
  const next = anOrder({ userId, couponId })
  await service.deliver(OrderCreated, next)
  await service.deliver(OrderPaid, next)
  expect(await couponRow(database, couponId)).toMatchObject({ status: 'USED', orderId: next.orderId })
})

test('crash between commit and publish: the answer is in the outbox and is published afterwards', async () => {
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  const order = anOrder({ userId, couponId })
  const rules = await gatherRules(service.deps)
  // What a process that dies after its commit leaves behind: rows, and nobody who was told.
  await inTransaction({ ...service.deps, bell: createBell() }, (work) => lockPromotion(work, order, rules))
  await eventually(async () => {
    const [row] = await database.query<{ published_at: Date | null }>(
      "select published_at from outbox where type = 'activity.v1.PromotionLocked' and aggregate_id = $1",
      [order.orderId],
    )
    expect(row?.published_at).toBeInstanceOf(Date)
  })
})

test('a new neighbour is given the register coupons once', async () => {
  const given = await aTemplate(database, { channel: 'REGISTER', perUserLimit: 1 })
  const soldOut = await aTemplate(database, { channel: 'REGISTER', total: 1 })
  const [first, userId] = [randomUUID(), randomUUID()]
  await service.deliver(UserRegistered, { userId: first })
  await service.deliver(UserRegistered, { userId })
  await service.deliver(UserRegistered, { userId })
  const rows = await database.query('select template_id from user_coupons where user_id = $1', [userId])
  expect(rows).toEqual([{ template_id: given }])
  expect(await database.query('select 1 from user_coupons where template_id = $1', [soldOut])).toHaveLength(1)
  const told = (await service.published(CouponGranted)).filter(({ message }) => message.userId === userId)
  expect(told).toMatchObject([{ message: { templateId: given, source: 'REGISTER', amountFen: 500 } }])
  expect(await audit(database)).toEqual([])
})

test('the unused coupons of who is gone are taken back once; used ones stay with their orders', async () => {
  const userId = randomUUID()
  const [unused, used] = [await aCoupon(service, userId), await aCoupon(service, userId)]
  await database.query(
    "update user_coupons set status = 'USED', locked_order_id = gen_random_uuid(), locked_at = now(), used_at = now() where id = $1",
    [used],
  )
  const gone = { userId, deletedAt: new Date() }
  const id = await service.deliver(UserDeleted, gone)
  await service.publish(UserDeleted, gone, { id })
  expect(await couponRow(database, unused)).toMatchObject({ status: 'REVOKED' })
  expect(await couponRow(database, used)).toMatchObject({ status: 'USED' })
  const steps = await database.query(
    "select 1 from coupon_history where coupon_id = $1 and event = 'revoke'",
    [unused],
  )
  expect(steps).toHaveLength(1)
})
