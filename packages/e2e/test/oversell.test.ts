import { randomUUID } from 'node:crypto'
import { eventually, usePlatform } from '@linli/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, call } from '../src/caller.ts'
import { openShop } from '../src/shop.ts'
import type { Buyer, Order, Settlement, StaffMember } from '../src/views.ts'
import { inParallel, manyBuyers } from './support/many.ts'
import { levelOf, stockUp } from './support/stock.ts'
import { useDatabaseOfPlatform } from './support/stores.ts'

const BUYERS = 200
const UNITS = 100

const shop = openShop(usePlatform())
const database = useDatabaseOfPlatform()
let buyers: readonly Buyer[]
let merchant: StaffMember
let skuIds: readonly string[]

beforeAll(async () => {
  buyers = await manyBuyers(shop, 'Oversell', BUYERS)
  merchant = await shop.staffLogIn(shop.accounts.merchant)
  skuIds = (await shop.firstSkus(8)).map(({ skuId }) => skuId)
})

/** The list's cache knows these SKUs as in stock: later tests buy them. */
afterAll(async () => {
  for (const skuId of skuIds) await stockUp(shop, merchant, { skuId, available: 500 })
})

type Bid = { readonly buyer: Buyer; readonly settlement: Settlement }

/** Settling is preparation here: on a busy machine a peer's deadline may pass, and a client asks again. */
const bid = (buyer: Buyer, skus: readonly string[]): Promise<Bid> =>
  eventually(async () => {
    const items = skus.map((skuId) => ({ skuId, qty: 1 }))
    return { buyer, settlement: await shop.settle(buyer, { items, couponId: null }) }
  })

const placeRaw = ({ buyer, settlement }: Bid, key: string = randomUUID()): Promise<Answer<Order>> =>
  call('POST', shop.url('/orders'), {
    token: buyer.token,
    headers: { 'idempotency-key': key },
    body: { quoteToken: settlement.quoteToken },
  })

type Outcome = { readonly bid: Bid; readonly is: string }

/**
 * All at one instant. Whoever still waits after the answer is asked for until it is decided; whoever was told that the
 * system is busy (a saga that took over ten seconds) comes back, as S5 of reliability.md counts it.
 */
async function race(bids: readonly Bid[], skus: (index: number) => readonly string[]): Promise<Outcome[]> {
  const answers = await Promise.all(bids.map((each) => placeRaw(each)))
  expect(answers.filter(({ status }) => status !== 201).map(({ body }) => body)).toEqual([])
  return inParallel(bids, 16, async (first, index) => {
    const { buyer } = first
    const placed = answers[index]?.body.data
    let order = placed && (await decided(buyer, placed))
    for (let tries = 0; order?.closeReason === 'SAGA_TIMEOUT' && tries < 3; tries += 1) {
      const again = await bid(buyer, skus(index))
      if (again.settlement.quoteToken === null) return { bid: first, is: 'SOLD_OUT' }
      order = await decided(buyer, (await placeRaw(again)).body.data)
    }
    const isSoldOut = order?.closeReason === 'STOCK_SHORTAGE' && order.closeDetail?.includes('仅剩')
    return { bid: first, is: isSoldOut ? 'SOLD_OUT' : `${order?.status} ${order?.closeReason ?? ''}`.trim() }
  })
}

const decided = async (buyer: Buyer, order: Order): Promise<Order> =>
  order.status === 'CREATED'
    ? shop.waitForStatus(buyer, order.id, { statuses: ['PENDING_PAYMENT', 'CLOSED'], timeoutMs: 20_000 })
    : order

const tally = (outcomes: readonly Outcome[]) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(outcomes, ({ is }) => is)).map(([is, list]) => [is, list?.length]),
  )

/** Units of a SKU that each of our buyers has reserved. */
async function heldByBuyers(skuId: string): Promise<number[]> {
  const { rows } = await database.query<{ n: number }>(
    `select sum(line.stock_qty)::integer as n
     from product.reservations reservation join product.reservation_lines line using (order_id)
     where line.sku_id = $1 and reservation.user_id = any($2) and reservation.status in ('RESERVED', 'COMMITTED')
     group by reservation.user_id`,
    [skuId, buyers.map(({ userId }) => userId)],
  )
  return rows.map(({ n }) => n)
}

async function deadlocks(): Promise<number> {
  const { rows } = await database.query<{ n: string }>(
    'select sum(deadlocks) as n from pg_stat_database where datname = current_database()',
  )
  return Number(rows[0]?.n)
}

describe('T14 200 buyers want 100 units', () => {
  test.each([0, 1, 2])('round %i: exactly 100 get one, 100 are told that it is sold out', async (round) => {
    const skuId = skuIds[round] ?? ''
    await stockUp(shop, merchant, { skuId, available: UNITS })
    const bids = await inParallel(buyers, 16, (buyer) => bid(buyer, [skuId]))
    const outcomes = await race(bids, () => [skuId])
    expect(tally(outcomes)).toEqual({ PENDING_PAYMENT: UNITS, SOLD_OUT: BUYERS - UNITS })
    expect(await levelOf(shop, merchant, skuId)).toMatchObject({ available: 0 })
    // Not what the level says of itself: the units that these buyers hold, one by one.
    expect(await heldByBuyers(skuId)).toEqual(Array.from({ length: UNITS }, () => 1))
    // A loser who comes back hears the same at once.
    const loser = outcomes.find(({ is }) => is === 'SOLD_OUT')?.bid.buyer ?? neverABuyer()
    const again = await shop.settle(loser, { items: [{ skuId, qty: 1 }], couponId: null })
    expect(again).toMatchObject({
      quoteToken: null,
      blockers: [{ kind: 'ITEM', reason: 'OUT_OF_STOCK', skuId }],
    })
  })

  test('carts with two SKUs in opposite order share 50 pairs without a deadlock', async () => {
    const pair = skuIds.slice(3, 5)
    for (const skuId of pair) await stockUp(shop, merchant, { skuId, available: 50 })
    const before = await deadlocks()
    const ordered = (index: number) => (index % 2 === 0 ? pair : pair.toReversed())
    const bids = await inParallel(buyers.slice(0, 100), 16, (buyer, index) => bid(buyer, ordered(index)))
    expect(tally(await race(bids, ordered))).toEqual({ PENDING_PAYMENT: 50, SOLD_OUT: 50 })
    for (const skuId of pair) expect(await levelOf(shop, merchant, skuId)).toMatchObject({ available: 0 })
    expect(await deadlocks()).toBe(before)
  })
})

describe('T29 one key, one order', () => {
  test('the same key at once and again is the same order', async () => {
    const [buyer] = buyers
    const mine = await bid(buyer ?? neverABuyer(), [skuIds[5] ?? ''])
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 10 }, () => placeRaw(mine, key)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ body }) => body.data.id)).size).toBe(1)
    expect((await placeRaw(mine, key)).body.data.id).toBe(answers[0]?.body.data.id)
  })

  test('the same key with another body is 1003', async () => {
    const [, buyer = neverABuyer()] = buyers
    const key = randomUUID()
    const first = await placeRaw(await bid(buyer, [skuIds[5] ?? '']), key)
    const second = await placeRaw(await bid(buyer, [skuIds[6] ?? '']), key)
    expect(first.status).toBe(201)
    expect(second.body.code).toBe(1003)
    expect(second.status).toBe(409)
  })

  test('one quote under two keys is one order', async () => {
    const [, , buyer = neverABuyer()] = buyers
    const mine = await bid(buyer, [skuIds[5] ?? ''])
    const answers = await Promise.all([placeRaw(mine), placeRaw(mine)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe(1313)
  })
})

function neverABuyer(): never {
  throw new Error('there are no buyers')
}
