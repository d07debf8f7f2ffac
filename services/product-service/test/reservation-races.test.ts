import { randomUUID } from 'node:crypto'
import { OrderClosed, OrderCreated, OrderPaid } from '@linli/proto/order'
import { StockReservationFailed, StockReserved } from '@linli/proto/product'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import { type AnOrder, anOrder, aShop, aSku, audit, levelOf } from './builders.ts'
import { startProduct } from './setup.ts'

const service = await startProduct({ env: { DATABASE_POOL_SIZE: '40' } })
const { database } = service
const shop = await aShop(database)

/** Delivers all at once and waits until each has its answer. */
async function race(orders: readonly AnOrder[]) {
  await Promise.all(orders.map((order) => service.publish(OrderCreated, order)))
  const ids = new Set(orders.map(({ orderId }) => orderId))
  return eventually(
    async () => {
      const reserved = (await service.published(StockReserved)).filter(({ message }) =>
        ids.has(message.orderId),
      )
      const refused = (await service.published(StockReservationFailed)).filter(({ message }) =>
        ids.has(message.orderId),
      )
      return reserved.length + refused.length === orders.length && { reserved, refused }
    },
    { timeoutMs: 25_000, everyMs: 100 },
  )
}

test('T14 200 buyers at once of 100 units: exactly 100 have one', async () => {
  const sku = await aSku(database, shop, { stock: 100 })
  const orders = Array.from({ length: 200 }, () => anOrder(shop, [{ ...sku, qty: 1 }]))
  const { reserved, refused } = await race(orders)
  expect(reserved).toHaveLength(100)
  expect(refused).toHaveLength(100)
  for (const { message } of refused) {
    expect(message).toMatchObject({
      reason: 'SHORTAGE',
      shortages: [{ skuId: sku.skuId, requested: 1, available: 0 }],
    })
  }
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 100, reserved: 100 })

  await Promise.all(
    reserved.slice(0, 50).map(({ message }) => service.deliver(OrderPaid, { orderId: message.orderId })),
  )
  await Promise.all(
    reserved
      .slice(50)
      .map(({ message }) =>
        service.deliver(OrderClosed, { orderId: message.orderId, userId: message.userId, paid: false }),
      ),
  )
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 50, reserved: 0 })
  expect(await audit(database)).toEqual([])
})

test('orders of the same SKUs in opposite order do not wait for each other for ever', async () => {
  const [a, b] = [await aSku(database, shop, { stock: 60 }), await aSku(database, shop, { stock: 60 })]
  const orders = Array.from({ length: 80 }, (_, index) => {
    const lines = [
      { ...a, qty: 1 },
      { ...b, qty: 1 },
    ]
    return anOrder(shop, index % 2 === 0 ? lines : lines.reverse())
  })
  const { reserved } = await race(orders)
  expect(reserved).toHaveLength(60)
  expect(await levelOf(database, a.skuId)).toEqual({ onHand: 60, reserved: 60 })
  expect(await levelOf(database, b.skuId)).toEqual({ onHand: 60, reserved: 60 })
  expect(await audit(database)).toEqual([])
})

test('the last unit is reserved with another SKU or not at all', async () => {
  const [scarce, plenty] = [
    await aSku(database, shop, { stock: 1 }),
    await aSku(database, shop, { stock: 500 }),
  ]
  const orders = Array.from({ length: 60 }, () =>
    anOrder(shop, [
      { ...plenty, qty: 2 },
      { ...scarce, qty: 1 },
    ]),
  )
  const { reserved } = await race(orders)
  expect(reserved).toHaveLength(1)
  expect(await levelOf(database, plenty.skuId)).toEqual({ onHand: 500, reserved: 2 })
})

test('a daily limit holds when one user orders fifty times at once, and comes back when an order is closed', async () => {
  const sku = await aSku(database, shop, { stock: 500, limitPerDay: 3 })
  const userId = randomUUID()
  const { reserved, refused } = await race(
    Array.from({ length: 50 }, () => anOrder(shop, [{ ...sku, qty: 1 }], userId)),
  )
  expect(reserved).toHaveLength(3)
  for (const { message } of refused) {
    expect(message).toMatchObject({
      reason: 'LIMIT_EXCEEDED',
      excesses: [{ skuId: sku.skuId, kind: 'PER_DAY', limit: 3, alreadyBought: 3, requested: 1 }],
    })
  }
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 500, reserved: 3 })

  const orderId = reserved[0]?.message.orderId ?? ''
  await service.deliver(OrderClosed, { orderId, userId, paid: false })
  const again = await race([anOrder(shop, [{ ...sku, qty: 1 }], userId)])
  expect(again.reserved).toHaveLength(1)
  const others = await race([anOrder(shop, [{ ...sku, qty: 3 }])])
  expect(others.reserved).toHaveLength(1)
})

test('a refused order counts nothing towards a daily limit', async () => {
  const limited = await aSku(database, shop, { stock: 10, limitPerDay: 2 })
  const gone = await aSku(database, shop, { stock: 0 })
  const userId = randomUUID()
  const both = [
    { ...limited, qty: 2 },
    { ...gone, qty: 1 },
  ]
  expect((await race([anOrder(shop, both, userId)])).refused).toHaveLength(1)
  expect((await race([anOrder(shop, [{ ...limited, qty: 2 }], userId)])).reserved).toHaveLength(1)
})

test('a limit per order counts both lines of a SKU', async () => {
  const sku = await aSku(database, shop, { stock: 10, limitPerOrder: 3 })
  const lines = [
    { ...sku, qty: 2 },
    { ...sku, qty: 2 },
  ]
  const { refused } = await race([anOrder(shop, lines)])
  expect(refused[0]?.message).toMatchObject({
    reason: 'LIMIT_EXCEEDED',
    excesses: [{ kind: 'PER_ORDER', limit: 3, requested: 4 }],
  })
})

test('fifty stock adjustments at once while orders come in: the books add up', async () => {
  const sku = await aSku(database, shop, { stock: 50 })
  const admin = await service.as.admin({ permissions: ['stock:adjust'] })
  const adjustments = Array.from({ length: 50 }, (_, index) =>
    admin.post(
      `/admin/inventories/${sku.skuId}/adjustments`,
      { warehouseId: shop.warehouseId, type: index % 2 ? 'INBOUND' : 'LOSS', qty: 1, reason: 'test' },
      { 'idempotency-key': randomUUID() },
    ),
  )
  const [answers] = await Promise.all([
    Promise.all(adjustments),
    race(Array.from({ length: 60 }, () => anOrder(shop, [{ ...sku, qty: 1 }]))),
  ])
  expect(answers.every(({ status }) => status === 201 || status === 422)).toBe(true)
  const { onHand, reserved } = await levelOf(database, sku.skuId)
  expect(reserved).toBeLessThanOrEqual(onHand)
  expect(await audit(database)).toEqual([])
})
