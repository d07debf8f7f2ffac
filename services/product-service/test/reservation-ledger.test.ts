import { randomUUID } from 'node:crypto'
import { isAppError } from '@linli/core'
import { inTransaction } from '@linli/events'
import { AftersaleGoodsReleased, OrderCompleted, OrderCreated, OrderPaid } from '@linli/proto/order'
import { StockRestocked } from '@linli/proto/product'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Work } from '../src/deps.ts'
import { commitReservation } from '../src/reservations/commit-reservation.ts'
import { fulfilReservation } from '../src/reservations/fulfil-reservation.ts'
import { releaseReservation } from '../src/reservations/release-reservation.ts'
import { reserveStock } from '../src/reservations/reserve-stock.ts'
import { restockReservation } from '../src/reservations/restock-reservation.ts'
import { type AnOrder, anOrder, aShop, aSku, audit, levelOf } from './builders.ts'
import { startProduct } from './setup.ts'

const service = await startProduct()
const { database, deps } = service
const shop = await aShop(database)

const goodsBack = (order: AnOrder, restock: boolean, lines: readonly { line: number; qty: number }[]) => ({
  aftersaleId: randomUUID(),
  orderId: order.orderId,
  restock,
  lines: lines.map(({ line, qty }) => {
    const { lineId = '', skuId = '', productId = '' } = order.lines[line] ?? {}
    return { lineId, skuId, productId, qty, productName: '', specText: '', refundFen: 0, pointsRestore: 0 }
  }),
})

test('goods of an after-sale come back by quantity, once, and never more than were sold', async () => {
  const sku = await aSku(database, shop, { stock: 10 })
  const order = anOrder(shop, [{ ...sku, qty: 5 }])
  await service.deliver(OrderCreated, order)
  await service.deliver(OrderPaid, order)
  const two = goodsBack(order, true, [{ line: 0, qty: 2 }])
  await service.deliver(AftersaleGoodsReleased, two)
  await service.deliver(AftersaleGoodsReleased, two) // told again under another event id
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 7, reserved: 0 })
  await service.deliver(AftersaleGoodsReleased, goodsBack(order, false, [{ line: 0, qty: 1 }]))
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 7, reserved: 0 })
  await service.deliver(OrderCompleted, order)
  await service.deliver(AftersaleGoodsReleased, goodsBack(order, true, [{ line: 0, qty: 9 }]))
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 9, reserved: 0 })

  const [reservation] = await database.query('select status from reservations where order_id = $1', [
    order.orderId,
  ])
  expect(reservation).toEqual({ status: 'RESTOCKED' })
  const told = (await service.published(StockRestocked)).filter(
    ({ message }) => message.orderId === order.orderId,
  )
  expect(told.map(({ message }) => message.lines.map(({ qty }) => qty))).toEqual([[2], [2]])
  expect(await audit(database)).toEqual([])
})

test('an order whose goods were all lost is WRITTEN_OFF and gives nothing back', async () => {
  const sku = await aSku(database, shop, { stock: 4 })
  const order = anOrder(shop, [{ ...sku, qty: 4 }])
  await service.deliver(OrderCreated, order)
  await service.deliver(OrderPaid, order)
  await service.deliver(AftersaleGoodsReleased, goodsBack(order, false, [{ line: 0, qty: 4 }]))
  expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 0, reserved: 0 })
  const [reservation] = await database.query('select status from reservations where order_id = $1', [
    order.orderId,
  ])
  expect(reservation).toEqual({ status: 'WRITTEN_OFF' })
})

test('the ledger is append-only', async () => {
  await expect(database.query('update stock_movements set qty = qty + 1')).rejects.toThrow('append-only')
  await expect(database.query('delete from stock_movements')).rejects.toThrow('append-only')
})

type Event = (work: Work) => Promise<unknown>

/** As the consumer does: what fails is tried again after the others, and given up when nothing else moves. */
async function deliverAll(events: readonly Event[]): Promise<void> {
  let waiting = [...events]
  for (;;) {
    const failed: Event[] = []
    for (const event of waiting) {
      await inTransaction(deps, event).catch((error: unknown) => {
        if (!isAppError(error)) throw error
        failed.push(event)
      })
    }
    if (failed.length === waiting.length || failed.length === 0) return
    waiting = failed
  }
}

/** Any order, any duplicates, but each event at least once. */
const shuffled = (count: number) =>
  fc
    .tuple(
      fc.shuffledSubarray([...Array(count).keys()], { minLength: count }),
      fc.array(fc.nat(count - 1), { maxLength: 4 }),
    )
    .chain(([all, more]) => fc.shuffledSubarray([...all, ...more], { minLength: count + more.length }))

test('any order and duplication of the events of a paid order ends alike', async () => {
  await fc.assert(
    fc.asyncProperty(shuffled(5), fc.boolean(), async (sequence, restock) => {
      const sku = await aSku(database, shop, { stock: 20 })
      const order = anOrder(shop, [
        { ...sku, qty: 3 },
        { ...sku, qty: 2 },
      ])
      const [first, second] = [
        goodsBack(order, true, [{ line: 0, qty: 3 }]),
        goodsBack(order, restock, [{ line: 1, qty: 1 }]),
      ]
      const events: Event[] = [
        (work) => reserveStock(work, { ...order, day: '2026-11-22' }),
        (work) => commitReservation(work, order.orderId),
        (work) => fulfilReservation(work, order.orderId),
        (work) => restockReservation(work, first),
        (work) => restockReservation(work, second),
      ]
      await deliverAll(sequence.map((index) => events[index] ?? (async () => {})))
      expect(await levelOf(database, sku.skuId)).toEqual({ onHand: restock ? 19 : 18, reserved: 0 })
      const rows = await database.query(
        `select status, restocked_qty, written_off_qty from reservations join reservation_lines using (order_id)
         where order_id = $1`,
        [order.orderId],
      )
      expect(rows).toEqual([
        { status: 'FULFILLED', restocked_qty: restock ? 4 : 3, written_off_qty: restock ? 0 : 1 },
      ])
    }),
    { numRuns: 40 },
  )
  expect(await audit(database)).toEqual([])
})

test('T13 any order and duplication of the events of an order closed unpaid leaves nothing held', async () => {
  await fc.assert(
    fc.asyncProperty(shuffled(2), async (sequence) => {
      const sku = await aSku(database, shop, { stock: 5, limitPerDay: 5 })
      const order = anOrder(shop, [{ ...sku, qty: 5 }])
      const events: Event[] = [
        (work) => reserveStock(work, { ...order, day: '2026-11-22' }),
        (work) => releaseReservation(work, order),
      ]
      await deliverAll(sequence.map((index) => events[index] ?? (async () => {})))
      expect(await levelOf(database, sku.skuId)).toEqual({ onHand: 5, reserved: 0 })
      const counted = await database.query(
        'select qty from purchase_counters where user_id = $1 and qty > 0',
        [order.userId],
      )
      expect(counted).toEqual([])
    }),
    { numRuns: 25 },
  )
  expect(await audit(database)).toEqual([])
})

test('T13 whatever happens to many orders of one SKU, available stays at least 0 and the books add up', async () => {
  const step = fc.record({ order: fc.nat(5), event: fc.constantFrom('reserve', 'pay', 'close', 'back') })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const sku = await aSku(database, shop, { stock: 6 })
      const orders = Array.from({ length: 6 }, () => anOrder(shop, [{ ...sku, qty: 2 }]))
      for (const { order: index, event } of steps) {
        const order = orders[index] ?? anOrder(shop, [{ ...sku, qty: 2 }])
        const run: Event = (work) => {
          if (event === 'reserve') return reserveStock(work, { ...order, day: '2026-11-22' })
          if (event === 'pay') return commitReservation(work, order.orderId)
          if (event === 'close') return releaseReservation(work, order)
          return restockReservation(work, goodsBack(order, true, [{ line: 0, qty: 1 }]))
        }
        await inTransaction(deps, run).catch((error: unknown) => {
          if (!isAppError(error)) throw error
        })
        const { onHand, reserved } = await levelOf(database, sku.skuId)
        expect(reserved).toBeGreaterThanOrEqual(0)
        expect(onHand).toBeGreaterThanOrEqual(reserved)
      }
    }),
    { numRuns: 25 },
  )
  expect(await audit(database)).toEqual([])
})
