import { randomUUID } from 'node:crypto'
import { inTransaction } from '@linli/events'
import { connect } from '@linli/grpc'
import { PickupReady, PickupVerified } from '@linli/proto/delivery'
import {
  OrderClosed,
  OrderCloseRequested,
  OrderCompleted,
  OrderPaid,
  OrderQueryDefinition,
} from '@linli/proto/order'
import {
  PaymentClosed,
  PaymentDuplicatePaid,
  PaymentLatePaid,
  PaymentQuarantined,
  PaymentSucceeded,
} from '@linli/proto/payment'
import { UserDeleted } from '@linli/proto/user'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import type { Work } from '../src/deps.ts'
import { cancelOrder } from '../src/orders/close-order.ts'
import { aPendingOrder, merchantId, type OrderAnswer, paid, pickupPointId, startOrder } from './builders.ts'

const order = await startOrder()

async function anOrder() {
  const userId = randomUUID()
  const client = await order.as.user(userId)
  const placed = await aPendingOrder(order, client)
  const status = async () => (await client.get<OrderAnswer>(`/orders/${placed.id}`)).body.data.status
  const told = async (
    type: typeof OrderPaid | typeof OrderClosed | typeof OrderCompleted | typeof OrderCloseRequested,
  ) =>
    (await order.published(type as typeof OrderPaid)).filter(({ message }) => message.orderId === placed.id)
  return { userId, client, placed, status, told }
}

test('happy: a payment prepares the order', async () => {
  const { placed, userId, status, told } = await anOrder()
  await order.deliver(PaymentSucceeded, paid(placed, userId))
  expect(await status()).toBe('PREPARING')
  expect(await told(OrderPaid)).toHaveLength(1)
})

test('duplicate: the same payment, told 15 times under one id and once under another, counts once (T33)', async () => {
  const { placed, userId, told } = await anOrder()
  const payment = paid(placed, userId)
  const id = randomUUID()
  await order.deliver(PaymentSucceeded, payment, { id })
  for (let i = 0; i < 14; i += 1) await order.publish(PaymentSucceeded, payment, { id })
  await order.deliver(PaymentSucceeded, payment)
  expect(await told(OrderPaid)).toHaveLength(1)
})

test('early: a pickup that overtakes the payment waits for it', async () => {
  const { placed, userId, status, told } = await anOrder()
  const lines = placed.lines.map((line) => ({
    lineId: line.id,
    skuId: line.skuId,
    productName: '',
    qty: line.qty,
    remainingQty: 0,
  }))
  const handOver = {
    orderId: placed.id,
    userId,
    merchantId,
    lines,
    operatorId: randomUUID(),
    verifiedAt: new Date('2026-11-23T09:00:00Z'),
    complete: true,
  }
  await order.publish(PickupVerified, handOver)
  await order.publish(PickupReady, {
    orderId: placed.id,
    pickupPointId,
    readyAt: new Date('2026-11-23T08:00:00Z'),
  })
  await order.deliver(PaymentSucceeded, paid(placed, userId))
  await eventually(async () => (await status()) === 'COMPLETED')
  expect(await told(OrderCompleted)).toHaveLength(1)
})

test('poison: an event of an order that never was is parked, others go on', async () => {
  const { placed, userId, status } = await anOrder()
  const poison = await order.publish(PaymentSucceeded, { orderId: 'not-an-id', paymentId: randomUUID() })
  await order.deliver(PaymentSucceeded, paid(placed, userId))
  expect(await status()).toBe('PREPARING')
  const failures = async () =>
    order.database.query('select attempts from event_failure where event_id = $1', [poison])
  await eventually(async () => (await failures()).length > 0)
})

test('crash between commit and publish: what was committed is told', async () => {
  const { placed, userId, told } = await anOrder()
  await inTransaction(order.deps, (work: Work) => cancelOrder(work, placed.id, { type: 'USER', id: userId }))
  await order.database.query('update outbox set published_at = null where aggregate_id = $1', [placed.id])
  await eventually(async () => {
    const waiting = await order.database.query('select 1 from outbox where published_at is null', [])
    return waiting.length === 0
  })
  expect(await told(OrderCloseRequested)).toHaveLength(1)
})

test('T02 a cancelled order releases nothing before payment is certain', async () => {
  const { placed, client, status, told } = await anOrder()
  const cancelling = client.post<OrderAnswer>(`/orders/${placed.id}/cancellations`)
  await eventually(async () => (await told(OrderCloseRequested)).length === 1)
  expect(await told(OrderClosed)).toHaveLength(0)
  expect(await status()).toBe('PENDING_PAYMENT')
  await order.publish(PaymentClosed, { orderId: placed.id, paymentId: randomUUID() })
  expect((await cancelling).body.data).toMatchObject({ status: 'CLOSED', closeReason: 'USER_CANCEL' })
  expect(await told(OrderClosed)).toHaveLength(1)
})

test('T03 money that comes while closing wins: the order is prepared and nothing was released', async () => {
  const { placed, userId, client, status, told } = await anOrder()
  await inTransaction(order.deps, (work: Work) => cancelOrder(work, placed.id, { type: 'USER', id: userId }))
  await order.deliver(PaymentSucceeded, paid(placed, userId))
  expect(await status()).toBe('PREPARING')
  expect(await told(OrderClosed)).toHaveLength(0)
  expect((await client.post(`/orders/${placed.id}/cancellations`)).body.code).toBe(1321)
})

test('T01 T12 money after the close is noted in the timeline and never reopens the order', async () => {
  const { placed, userId, client, status } = await anOrder()
  await inTransaction(order.deps, (work: Work) => cancelOrder(work, placed.id, { type: 'USER', id: userId }))
  await order.deliver(PaymentClosed, { orderId: placed.id, paymentId: randomUUID() })
  await order.deliver(PaymentLatePaid, { orderId: placed.id, amountFen: placed.payableFen, refundNo: 'LP1' })
  expect(await status()).toBe('CLOSED')
  const { body } = await client.get<{ event: string }[]>(`/orders/${placed.id}/timelines`)
  expect(body.data.map(({ event }) => event)).toContain('latePaid')
})

test('money that came twice or does not match is noted in the timeline and leaves the order alone', async () => {
  const { placed, userId, client, status } = await anOrder()
  const odd = { orderId: placed.id, expectedFen: placed.payableFen, receivedFen: 1, currency: 'CNY' }
  await order.deliver(PaymentQuarantined, { ...odd, reason: 'AMOUNT_MISMATCH' })
  expect(await status()).toBe('PENDING_PAYMENT')
  await order.deliver(PaymentSucceeded, paid(placed, userId))
  await order.deliver(PaymentDuplicatePaid, {
    orderId: placed.id,
    amountFen: placed.payableFen,
    refundNo: 'DP1',
  })
  expect(await status()).toBe('PREPARING')
  const { body } = await client.get<{ event: string }[]>(`/orders/${placed.id}/timelines`)
  const events = body.data.map(({ event }) => event)
  expect(events.filter((event) => event === 'quarantined' || event === 'duplicatePaid')).toEqual([
    'quarantined',
    'duplicatePaid',
  ])
})

test('T11 a payment of another amount leaves the order alone', async () => {
  const { placed, userId, status } = await anOrder()
  const id = await order.publish(PaymentSucceeded, paid(placed, userId, { amountFen: placed.payableFen - 1 }))
  await eventually(async () => {
    const failures = await order.database.query('select 1 from event_failure where event_id = $1', [id])
    return failures.length === 1
  })
  expect(await status()).toBe('PENDING_PAYMENT')
})

test('live orders are counted for user-service, and of who is gone orders keep sums and no person', async () => {
  const { placed, userId, client, status } = await anOrder()
  const query = connect(OrderQueryDefinition, order.grpcAddress, { peer: 'order', deadlineMs: 5_000 })
  expect(await query.getUserLiveOrderSummary({ userId })).toMatchObject({
    unpaid: 1,
    undelivered: 0,
    refunding: 0,
  })
  await order.deliver(PaymentSucceeded, paid(placed, userId))
  expect(await query.getUserLiveOrderSummary({ userId })).toMatchObject({ unpaid: 0, undelivered: 1 })
  query.close()
  await order.database.query(
    "update orders set recipient_sealed = 'sealed', remark = '王芳家' where id = $1",
    [placed.id],
  )
  const gone = { userId, deletedAt: new Date() }
  const id = await order.deliver(UserDeleted, gone)
  await order.publish(UserDeleted, gone, { id })
  const [row] = await order.database.query(
    'select recipient_sealed, remark, payable_fen from orders where id = $1',
    [placed.id],
  )
  expect(row).toEqual({ recipient_sealed: null, remark: '', payable_fen: 990 })
  expect(await status()).toBe('PREPARING')
  expect((await client.get<{ recipient: null }>(`/orders/${placed.id}`)).body.data.recipient).toBeNull()
})
