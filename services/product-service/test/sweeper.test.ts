import { MINUTE_MS, systemClock } from '@linli/core'
import { inTransaction } from '@linli/events'
import { OrderQueryDefinition, type OrderState } from '@linli/proto/order'
import { StockReleased } from '@linli/proto/product'
import { eventually, fakePeer } from '@linli/testing'
import { expect, test } from 'vitest'
import { sweepReservations } from '../src/reservations/reservation.jobs.ts'
import { reserveStock } from '../src/reservations/reserve-stock.ts'
import { anOrder, aShop, aSku, audit, levelOf } from './builders.ts'
import { startProduct } from './setup.ts'

const states = new Map<string, Partial<OrderState>>()
const service = await startProduct({
  peers: {
    order: [
      fakePeer(OrderQueryDefinition, {
        getOrderStates: async ({ orderIds }) => ({
          states: orderIds
            .flatMap((orderId) => ({ orderId, ...states.get(orderId) }))
            .filter(({ status }) => status),
          missingIds: orderIds.filter((id) => !states.has(id)),
          asOfMs: 0,
        }),
      }),
    ],
  },
})
const { database, deps } = service
const shop = await aShop(database)
const later = { ...deps, clock: { now: () => new Date(systemClock.now().getTime() + 31 * MINUTE_MS) } }

async function reserved(state: Partial<OrderState> | undefined) {
  const sku = await aSku(database, shop, { stock: 3 })
  const order = anOrder(shop, [{ ...sku, qty: 2 }])
  await inTransaction(deps, (work) => reserveStock(work, { ...order, day: '2026-11-22' }))
  if (state) states.set(order.orderId, state)
  return { sku, order }
}

test('after half an hour, stock of closed and of unknown orders is free again; that of others is not', async () => {
  await eventually(() => deps.order.getOrderStates({ orderIds: [] })) // the first call also connects
  const closed = await reserved({ status: 'CLOSED', paid: false })
  const unknown = await reserved(undefined)
  const unpaid = await reserved({ status: 'PENDING_PAYMENT', paid: false })
  const paid = await reserved({ status: 'PREPARING', paid: true })
  expect(await sweepReservations.run(deps)).toBe(0) // too young
  expect(await sweepReservations.run(later)).toBe(2)
  expect(await sweepReservations.run(later)).toBe(0) // looked at just now
  expect((await levelOf(database, closed.sku.skuId)).reserved).toBe(0)
  expect((await levelOf(database, unknown.sku.skuId)).reserved).toBe(0)
  expect((await levelOf(database, unpaid.sku.skuId)).reserved).toBe(2)
  expect((await levelOf(database, paid.sku.skuId)).reserved).toBe(2)
  expect((await service.published(StockReleased)).map(({ message }) => message.orderId).sort()).toEqual(
    [closed.order.orderId, unknown.order.orderId].sort(),
  )
  expect(await audit(database)).toEqual([])
})

test('nothing is released while order-service cannot be asked', async () => {
  const alone = await startProduct({ database, nats: service.nats, redis: service.redis })
  const { sku } = await reserved(undefined)
  await expect(sweepReservations.run({ ...alone.deps, clock: later.clock })).rejects.toThrow(
    'PEER_UNAVAILABLE',
  )
  expect((await levelOf(database, sku.skuId)).reserved).toBe(2)
})
