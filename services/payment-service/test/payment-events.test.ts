import { randomUUID } from 'node:crypto'
import { AftersaleApproved, OrderCloseRequested } from '@linli/proto/order'
import { PaymentClosed, RefundSucceeded } from '@linli/proto/payment'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import { requestClose } from '../src/payments/close-payment.ts'
import { type TestOrder, usePayWorld } from './support/pay-world.ts'

const world = await usePayWorld()
const { service } = world

const closed = async (order: TestOrder) =>
  (await service.published(PaymentClosed)).filter(({ message }) => message.orderId === order.orderId)

const parkedCloses = () =>
  service.database.query('select 1 from dead_event where consumer = $1', [OrderCloseRequested.$type])

test('happy: a close request closes the payment and says so', async () => {
  const order = world.anOrder()
  await world.start(order)
  await world.requestClose(order)
  await world.becomes(order, 'CLOSED')
  expect(await closed(order)).toMatchObject([{ message: { orderNo: order.orderNo, userId: order.userId } }])
})

test('duplicate: the same event again changes nothing; another request is answered again', async () => {
  const order = world.anOrder()
  const id = randomUUID()
  await world.requestClose(order, id)
  await world.requestClose(order, id)
  expect(await closed(order)).toHaveLength(1)
  await world.requestClose(order)
  expect(await closed(order)).toHaveLength(2)
  expect(
    await service.database.query('select 1 from payments where order_id = $1', [order.orderId]),
  ).toHaveLength(1)
})

test('early: an after-sale that overtakes the money waits for it', async () => {
  const order = world.anOrder()
  const { payment, cashier } = (await world.start(order)).body.data
  const aftersaleId = randomUUID()
  await service.publish(AftersaleApproved, {
    ...order,
    aftersaleId,
    paymentId: payment.id,
    refundFen: 100,
    reason: '',
  })
  await eventually(async () => (await service.database.query('select 1 from event_failure')).length > 0)
  await world.payWith(cashier)
  await world.becomes(order, 'PARTIAL_REFUNDED')
  const events = (await service.published(RefundSucceeded)).filter(
    ({ message }) => message.orderId === order.orderId,
  )
  expect(events).toMatchObject([{ message: { aftersaleId, amountFen: 100 } }])
})

test('poison: an event that cannot be understood is parked and blocks nothing', async () => {
  await service.publish(OrderCloseRequested, {
    orderId: 'not-a-uuid',
    orderNo: 'x',
    userId: 'u',
    merchantId: 'm',
  })
  const { connection, prefix } = service.nats
  connection.publish(`${prefix}${OrderCloseRequested.$type}`, 'no json')
  await eventually(async () => (await parkedCloses()).length > 0)
  const order = world.anOrder()
  await world.requestClose(order)
  expect(await closed(order)).toHaveLength(1)
})

test('crash between commit and publish: whoever starts next tells it', async () => {
  const order = world.anOrder()
  const database = service.database
  await service.stop()
  // The rows of a process that died right after its commit.
  const { createPool, createSql, inTransaction } = await import('@linli/events')
  const pool = createPool(database.url, 2, (error) => expect(error).toBeDefined())
  const { deps } = service
  await inTransaction({ ...deps, pool }, (work) =>
    requestClose(work, { ...order, channel: 'WECHAT', numberPrefix: 'LL' }),
  )
  const unpublished = createSql(pool)
  expect(await unpublished`select 1 from outbox where published_at is null`).toHaveLength(1)
  const next = await usePayWorld({ database, nats: service.nats, redis: service.redis })
  await eventually(
    async () => (await unpublished`select 1 from outbox where published_at is null`).length === 0,
  )
  await pool.end()
  await next.service.stop()
})
