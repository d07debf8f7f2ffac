import { randomUUID } from 'node:crypto'
import { OrderClosed, OrderConfirmed, OrderCreated, OrderPaid, OrderPreparing } from '@linli/proto/order'
import { PaymentSucceeded } from '@linli/proto/payment'
import { StockReservationFailed } from '@linli/proto/product'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import {
  answerYes,
  aPendingOrder,
  aSku,
  coupon,
  gift,
  nextOrder,
  type OrderAnswer,
  paid,
  place,
  reserveAll,
  settle,
  skus,
  startOrder,
  usedCoupon,
} from './builders.ts'

const order = await startOrder()

const statusOf = async (client: Awaited<ReturnType<typeof order.as.user>>, id: string) =>
  (await client.get<OrderAnswer>(`/orders/${id}`)).body.data.status

test('a settlement explains the price line by line and signs it', async () => {
  const client = await order.as.user(coupon.owner)
  const [tomato, milk] = [aSku({ priceFen: 990 }), aSku({ priceFen: 1280 })]
  const settlement = await settle(
    client,
    [
      { skuId: tomato.skuId, qty: 2 },
      { skuId: milk.skuId, qty: 1 },
    ],
    { couponId: coupon.couponId, points: 300 },
  )
  expect(settlement.totals).toMatchObject({
    goodsFen: 3260,
    couponDiscountFen: 500,
    pointsDiscountFen: 300,
    feeFen: 0,
    payableFen: 2460,
  })
  const bill = settlement.explanation.slice(0, -1).reduce((sum, row) => sum + row.amountFen, 0)
  expect(bill).toBe(settlement.explanation.at(-1)?.amountFen)
  expect(settlement.lines.reduce((sum, line) => sum + line.payableFen, 0)).toBe(2460)
  expect(settlement.quoteToken).toBeTruthy()
})

test('T18 a named coupon that cannot be had is refused with the reason, and one of nobody as not found', async () => {
  const client = await order.as.user()
  const items = [{ skuId: aSku().skuId, qty: 1 }]
  expect(await settle(client, items, { couponId: usedCoupon })).toMatchObject({
    quoteToken: null,
    blockers: [{ kind: 'COUPON', reason: 'USED' }],
    coupons: [{ couponId: usedCoupon, usable: false, reason: 'USED' }],
  })
  expect(await settle(client, items, { couponId: randomUUID() })).toMatchObject({
    quoteToken: null,
    blockers: [{ kind: 'COUPON', reason: 'NOT_FOUND' }],
    coupons: [],
  })
})

test('an order waits for stock and slot, then for payment, and is prepared when the money is there', async () => {
  const userId = randomUUID()
  const client = await order.as.user(userId)
  const placed = await aPendingOrder(order, client)
  expect(placed).toMatchObject({ status: 'PENDING_PAYMENT', payableFen: 990 })
  expect(placed.orderNo).toMatch(/^\d{17}$/)
  await order.deliver(PaymentSucceeded, paid(placed, userId))
  expect(await statusOf(client, placed.id)).toBe('PREPARING')
  const of = <T extends { message: { orderId: string } }>(rows: T[]) =>
    rows.filter(({ message }) => message.orderId === placed.id)
  expect(of(await order.published(OrderConfirmed))).toHaveLength(1)
  expect(of(await order.published(OrderPaid))[0]?.message.paidFen).toBe(990)
  expect(of(await order.published(OrderPreparing))[0]?.message.lines).toHaveLength(1)
})

test('O28 an order that costs nothing is paid by itself when everything is reserved, without a payment', async () => {
  const client = await order.as.user(gift.owner)
  const known = new Set((await order.published(OrderCreated)).map(({ message }) => message.orderId))
  const { quoteToken, totals } = await settle(client, [{ skuId: aSku().skuId, qty: 2 }], {
    couponId: gift.couponId,
  })
  expect(totals.payableFen).toBe(0)
  const placing = place(client, quoteToken)
  const id = await nextOrder(order, known)
  await reserveAll(order, id)
  expect((await placing).body.data).toMatchObject({ id, status: 'PREPARING', payableFen: 0 })
  const told = async (type: typeof OrderPaid | typeof OrderPreparing | typeof OrderConfirmed) =>
    (await order.published(type as typeof OrderPaid)).filter(({ message }) => message.orderId === id)
  expect(await told(OrderConfirmed)).toHaveLength(1)
  expect((await told(OrderPaid)).map(({ message }) => [message.paidFen, message.paymentId])).toEqual([
    [0, undefined],
  ])
  expect(await told(OrderPreparing)).toHaveLength(1)
  expect(await order.database.query('select * from order_audit where subject = $1', [id])).toEqual([])
})

test('T29 the same key gives the same order, also when both come at once; another body is refused', async () => {
  const client = await order.as.user()
  const { quoteToken } = await settle(client, [{ skuId: aSku().skuId, qty: 1 }])
  const known = new Set((await order.published(OrderCreated)).map(({ message }) => message.orderId))
  const key = randomUUID()
  const both = [
    place(client, quoteToken, key),
    place(client, quoteToken, key),
    place(client, quoteToken, key),
  ]
  await reserveAll(order, await nextOrder(order, known))
  const answers = await Promise.all(both)
  expect(new Set(answers.map(({ body }) => body.data.id)).size).toBe(1)
  const again = await client.post('/orders', { quoteToken, remark: 'other' }, { 'idempotency-key': key })
  expect(again).toMatchObject({ status: 409, body: { code: 1003 } })
})

test('O29 a quote buys once, whatever the key', async () => {
  const client = await order.as.user()
  const { quoteToken } = await settle(client, [{ skuId: aSku().skuId, qty: 1 }])
  const known = new Set((await order.published(OrderCreated)).map(({ message }) => message.orderId))
  const racing = Promise.all(Array.from({ length: 8 }, () => place(client, quoteToken)))
  await reserveAll(order, await nextOrder(order, known))
  const answers = await racing
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status, body }) => status === 409 && body.code === 1313)).toHaveLength(7)
})

test('a changed price is shown as a difference, and nothing is placed', async () => {
  const client = await order.as.user()
  const sku = aSku()
  const { quoteToken } = await settle(client, [{ skuId: sku.skuId, qty: 1 }])
  skus.set(sku.skuId, { ...sku, priceFen: 1090, priceVersion: 2 })
  const { status, body } = await place(client, quoteToken)
  expect(status).toBe(409)
  expect(body).toMatchObject({
    code: 1310,
    data: { changes: [{ skuId: sku.skuId, quotedFen: 990, nowFen: 1090 }] },
  })
})

test('a forged, foreign or expired quote is refused', async () => {
  const [alice, bob] = [await order.as.user(), await order.as.user()]
  const { quoteToken } = await settle(alice, [{ skuId: aSku().skuId, qty: 1 }])
  expect((await place(bob, quoteToken)).body.code).toBe(1312)
  const [body = '', signature = ''] = (quoteToken ?? '').split('.')
  const cheaper = JSON.parse(Buffer.from(body, 'base64url').toString())
  cheaper.totals.payableFen = 1
  const forged = `${Buffer.from(JSON.stringify(cheaper)).toString('base64url')}.${signature}`
  expect((await place(alice, forged)).body.code).toBe(1312)
})

test('a participant that refuses closes the order; the user reads which line, others are told to release', async () => {
  const client = await order.as.user()
  const sku = aSku()
  const { quoteToken } = await settle(client, [{ skuId: sku.skuId, qty: 2 }])
  const known = new Set((await order.published(OrderCreated)).map(({ message }) => message.orderId))
  const placing = place(client, quoteToken)
  const orderId = await nextOrder(order, known)
  await answerYes(order, orderId, 'SLOT')
  await order.publish(StockReservationFailed, {
    orderId,
    reason: 'SHORTAGE',
    shortages: [
      {
        skuId: sku.skuId,
        productId: sku.productId,
        productName: '有机番茄',
        specText: '500g',
        requested: 2,
        available: 1,
      },
    ],
  })
  const { body } = await placing
  expect(body.data).toMatchObject({ status: 'CLOSED', closeReason: 'STOCK_SHORTAGE' })
  expect(body.data.closeDetail).toContain('有机番茄')
  const closed = (await order.published(OrderClosed)).filter(({ message }) => message.orderId === orderId)
  expect(closed.map(({ message }) => message.paid)).toEqual([false])
})

test('a reservation that comes after the close makes the close be said again', async () => {
  const client = await order.as.user()
  const { quoteToken } = await settle(client, [{ skuId: aSku().skuId, qty: 1 }])
  const known = new Set((await order.published(OrderCreated)).map(({ message }) => message.orderId))
  const placing = place(client, quoteToken)
  const orderId = await nextOrder(order, known)
  await order.publish(StockReservationFailed, { orderId, reason: 'SHORTAGE' })
  await placing
  await answerYes(order, orderId, 'SLOT')
  await eventually(async () => {
    const closed = (await order.published(OrderClosed)).filter(({ message }) => message.orderId === orderId)
    return closed.length === 2
  })
})

test('another user’s order looks like a missing one', async () => {
  const [alice, bob] = [await order.as.user(), await order.as.user()]
  const placed = await aPendingOrder(order, alice)
  const [foreign, missing] = [await bob.get(`/orders/${placed.id}`), await bob.get(`/orders/${randomUUID()}`)]
  expect(foreign.status).toBe(404)
  expect({ ...foreign.body, data: null }).toEqual({
    ...missing.body,
    data: null,
    timestamp: foreign.body.timestamp,
  })
  expect((await bob.post(`/orders/${placed.id}/cancellations`)).status).toBe(404)
})

test('tabs and counters tell the same story', async () => {
  const client = await order.as.user()
  for (let i = 0; i < 3; i += 1) await aPendingOrder(order, client)
  const { body: counters } = await client.get<Record<string, number>>('/orders/counters')
  expect(counters.data.unpaid).toBe(3)
  const first = await client.get<{ items: OrderAnswer[]; nextCursor: string }>('/orders?tab=unpaid&limit=2')
  const rest = await client.get<{ items: OrderAnswer[]; nextCursor: null }>(
    `/orders?tab=unpaid&limit=2&cursor=${first.body.data.nextCursor}`,
  )
  const ids = [...first.body.data.items, ...rest.body.data.items].map(({ id }) => id)
  expect(new Set(ids).size).toBe(3)
  expect(rest.body.data.nextCursor).toBeNull()
})
