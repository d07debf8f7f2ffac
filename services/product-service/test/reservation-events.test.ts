import { randomUUID } from 'node:crypto'
import { inTransaction } from '@linli/events'
import { OrderClosed, OrderCreated, OrderPaid } from '@linli/proto/order'
import {
  StockCommitted,
  StockLow,
  StockReleased,
  StockReservationFailed,
  StockReserved,
} from '@linli/proto/product'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import { reserveStock } from '../src/reservations/reserve-stock.ts'
import { anOrder, aShop, aSku, audit, levelOf } from './builders.ts'
import { startProduct } from './setup.ts'

const service = await startProduct()
const { database } = service
const shop = await aShop(database)

const answersTo = async <T extends { orderId: string }>(
  type: Parameters<typeof service.published<T>>[0],
  orderId: string,
) =>
  (await service.published(type))
    .map(({ message }) => message)
    .filter((message) => message.orderId === orderId)

test('happy: an order reserves, its payment takes the goods from the shelf', async () => {
  const sku = await aSku(database, shop, { stock: 10 })
  const order = anOrder(shop, [{ ...sku, qty: 3 }])
  await service.deliver(OrderCreated, order)
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 10, reserved: 3 })
  expect(await answersTo(StockReserved, order.orderId)).toMatchObject([
    { userId: order.userId, warehouseId: shop.warehouseId, lines: [{ ...sku, qty: 3 }], version: 1 },
  ])

  await service.deliver(OrderPaid, order)
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 7, reserved: 0 })
  expect(await answersTo(StockCommitted, order.orderId)).toHaveLength(1)
  expect(await audit(database)).toEqual([])
})

test('an order that is closed unpaid gives its stock back', async () => {
  const sku = await aSku(database, shop, { stock: 10 })
  const order = anOrder(shop, [{ ...sku, qty: 4 }])
  await service.deliver(OrderCreated, order)
  await service.deliver(OrderClosed, { ...order, paid: false })
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 10, reserved: 0 })
  expect(await answersTo(StockReleased, order.orderId)).toMatchObject([{ lines: [{ ...sku, qty: 4 }] }])
})

test('an order that is closed paid changes nothing: after-sales undo', async () => {
  const sku = await aSku(database, shop, { stock: 10 })
  const order = anOrder(shop, [{ ...sku, qty: 4 }])
  await service.deliver(OrderCreated, order)
  await service.deliver(OrderPaid, order)
  await service.deliver(OrderClosed, { ...order, paid: true })
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 6, reserved: 0 })
})

test('duplicate: the same event twice reserves once', async () => {
  const sku = await aSku(database, shop, { stock: 10 })
  const order = anOrder(shop, [{ ...sku, qty: 2 }])
  const id = randomUUID()
  await service.deliver(OrderCreated, order, { id })
  await service.publish(OrderCreated, order, { id })
  await service.deliver(OrderCreated, order) // the saga's own repetition: a new event about the same order
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 10, reserved: 2 })
  expect(await answersTo(StockReserved, order.orderId)).toHaveLength(2)
})

test('early: a payment that overtakes its order is tried again until the stock is reserved', async () => {
  const sku = await aSku(database, shop, { stock: 10 })
  const order = anOrder(shop, [{ ...sku, qty: 2 }])
  const id = await service.publish(OrderPaid, order)
  await eventually(async () => {
    const failures = await database.query('select 1 from event_failure where event_id = $1', [id])
    return failures.length > 0
  })
  await service.deliver(OrderCreated, order)
  await eventually(async () => expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 8, reserved: 0 }))
})

test('early: a release that comes first leaves a tombstone that refuses the late order', async () => {
  const sku = await aSku(database, shop, { stock: 10 })
  const order = anOrder(shop, [{ ...sku, qty: 2 }])
  await service.deliver(OrderClosed, { ...order, paid: false })
  await service.deliver(OrderCreated, order)
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 10, reserved: 0 })
  expect(await answersTo(StockReservationFailed, order.orderId)).toMatchObject([{ reason: 'ORDER_CLOSED' }])
  expect(await audit(database)).toEqual([])
})

test('refused: the answer names what is short, and stays the same when asked again', async () => {
  const plenty = await aSku(database, shop, { stock: 10 })
  const scarce = await aSku(database, shop, { stock: 1, name: '阳光玫瑰' })
  const order = anOrder(shop, [
    { ...plenty, qty: 2 },
    { ...scarce, qty: 3 },
  ])
  await service.deliver(OrderCreated, order)
  await service.deliver(OrderCreated, order)
  const answers = await answersTo(StockReservationFailed, order.orderId)
  expect(answers).toHaveLength(2)
  for (const answer of answers) {
    expect(answer.reason).toBe('SHORTAGE')
    expect(answer.shortages).toEqual([
      { ...scarce, productName: '阳光玫瑰', specText: '500g', requested: 3, available: 1 },
    ])
  }
  expect(await levelOf(database, plenty.skuId)).toEqual({ onHand: 10, reserved: 0 })
})

test('T15 two lines of one SKU count together', async () => {
  const sku = await aSku(database, shop, { stock: 5 })
  const order = anOrder(shop, [
    { ...sku, qty: 3 },
    { ...sku, qty: 3 },
  ])
  await service.deliver(OrderCreated, order)
  expect(await answersTo(StockReservationFailed, order.orderId)).toMatchObject([
    { reason: 'SHORTAGE', shortages: [{ requested: 6, available: 5 }] },
  ])
  const fitting = anOrder(shop, [
    { ...sku, qty: 3 },
    { ...sku, qty: 2 },
  ])
  await service.deliver(OrderCreated, fitting)
  expect(await answersTo(StockReserved, fitting.orderId)).toMatchObject([{ lines: [{ ...sku, qty: 5 }] }])
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 5, reserved: 5 })
})

test('T13 a payment for released stock takes nothing', async () => {
  const sku = await aSku(database, shop, { stock: 1 })
  const order = anOrder(shop, [{ ...sku, qty: 1 }])
  await service.deliver(OrderCreated, order)
  await service.deliver(OrderClosed, { ...order, paid: false })
  const next = anOrder(shop, [{ ...sku, qty: 1 }])
  await service.deliver(OrderCreated, next)
  const late = await service.publish(OrderPaid, order)
  await eventually(async () => {
    const failures = await database.query('select 1 from event_failure where event_id = $1', [late])
    return failures.length > 0
  })
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 1, reserved: 1 })
  expect(await audit(database)).toEqual([])
})

test('poison: an event that cannot be handled is kept apart, others go on', async () => {
  const sku = await aSku(database, shop, { stock: 10 })
  const order = anOrder(shop, [{ ...sku, qty: 2 }])
  service.nats.connection.publish(`${service.nats.prefix}${OrderCreated.$type}`, 'this is not an event')
  await service.deliver(OrderCreated, order)
  await eventually(async () => {
    const parked = await database.query('select error from dead_event where consumer = $1', [
      OrderCreated.$type,
    ])
    expect(parked).toEqual([{ error: expect.stringContaining('undecodable') }])
  })
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 10, reserved: 2 })
})

test('crash between commit and publish: what was committed is told', async () => {
  const sku = await aSku(database, shop, { stock: 10 })
  const order = anOrder(shop, [{ ...sku, qty: 2 }])
  await inTransaction(service.deps, (work) => reserveStock(work, { ...order, day: '2026-11-22' }))
  await database.query('update outbox set published_at = null where aggregate_id = $1', [order.orderId])
  await eventually(async () => {
    const waiting = await database.query('select 1 from outbox where published_at is null')
    return waiting.length === 0
  })
  expect(await answersTo(StockReserved, order.orderId)).toHaveLength(1)
})

test('StockLow is told once per crossing, and again only after the level has recovered', async () => {
  const sku = await aSku(database, shop, { stock: 20, lowStock: 10 })
  const told = async () =>
    (await service.published(StockLow)).filter(({ message }) => message.skuId === sku.skuId)
  const first = anOrder(shop, [{ ...sku, qty: 10 }])
  await service.deliver(OrderCreated, first)
  expect((await told()).map(({ message }) => message)).toMatchObject([{ availableQty: 10, thresholdQty: 10 }])
  await service.deliver(OrderCreated, anOrder(shop, [{ ...sku, qty: 1 }]))
  expect(await told()).toHaveLength(1)
  await service.deliver(OrderClosed, { ...first, paid: false })
  await service.deliver(OrderCreated, anOrder(shop, [{ ...sku, qty: 10 }]))
  expect(await told()).toHaveLength(2)
})

test('a product sold in packs takes its units of stock and answers in packs', async () => {
  const sku = await aSku(database, shop, { stock: 13, stockFactor: 6 })
  const order = anOrder(shop, [{ ...sku, qty: 2 }])
  await service.deliver(OrderCreated, order)
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 13, reserved: 12 })
  const next = anOrder(shop, [{ ...sku, qty: 1 }])
  await service.deliver(OrderCreated, next)
  expect(await answersTo(StockReservationFailed, next.orderId)).toMatchObject([
    { shortages: [{ requested: 1, available: 0 }] },
  ])
  expect(await audit(database)).toEqual([])
})
