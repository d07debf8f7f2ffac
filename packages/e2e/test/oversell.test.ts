import { randomUUID } from 'node:crypto'
import { eventually, usePlatform } from '@linli/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Answer, call } from '../src/caller.ts'
import { openShop } from '../src/shop.ts'
import type { Buyer, Order, Settlement, StaffMember } from '../src/views.ts'
import { inParallel, manyBuyers } from './support/many.ts'
import { levelOf, stockUp } from './support/stock.ts'
import { useDatabaseOfPlatform } from './support/stores.ts'

const BUYERS = 200
const UNITS = 100
const WAITING: readonly string[] = ['CREATED']

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

/** All at one instant; whoever is still waiting after the answer is asked for until it is decided. */
async function race(bids: readonly Bid[]): Promise<{ answers: Answer<Order>[]; orders: Order[] }> {
  const answers = await Promise.all(bids.map((each) => placeRaw(each)))
  const placed = answers.filter(({ status }) => status === 201)
  const orders = await inParallel(answers, 16, async ({ status, body }, index) => {
    const buyer = bids[index]?.buyer
    if (status !== 201 || !buyer || !WAITING.includes(body.data.status)) return body.data
    return shop.waitForStatus(buyer, body.data.id, {
      statuses: ['PENDING_PAYMENT', 'CLOSED'],
      timeoutMs: 20_000,
    })
  })
  expect(placed.length, refusals(answers)).toBe(bids.length)
  return { answers, orders }
}

const refusals = (answers: readonly Answer[]) =>
  answers
    .filter(({ status }) => status !== 201)
    .slice(0, 3)
    .map(({ status, body }) => `${status} ${JSON.stringify(body)}`)
    .join('\n')

const won = (orders: readonly Order[]) => orders.filter(({ status }) => status === 'PENDING_PAYMENT')
const lost = (orders: readonly Order[]) => orders.filter(({ status }) => status === 'CLOSED')

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
    const before = await levelOf(shop, merchant, skuId)
    const bids = await inParallel(buyers, 16, (buyer) => bid(buyer, [skuId]))
    const { answers, orders } = await race(bids)
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    expect(won(orders).length).toBe(UNITS)
    expect(lost(orders).length).toBe(BUYERS - UNITS)
    expect(new Set(lost(orders).map(({ closeReason }) => closeReason))).toEqual(new Set(['STOCK_SHORTAGE']))
    expect(lost(orders).every(({ closeDetail }) => closeDetail?.includes('仅剩'))).toBe(true)
    expect(await levelOf(shop, merchant, skuId)).toMatchObject({
      available: 0,
      reserved: before.reserved + UNITS,
      onHand: before.onHand,
    })
    // A loser who comes back hears the same at once.
    const [loser] = bids.filter((_, index) => orders[index]?.status === 'CLOSED')
    const again = await shop.settle(loser?.buyer ?? bids[0]?.buyer ?? neverABuyer(), {
      items: [{ skuId, qty: 1 }],
      couponId: null,
    })
    expect(again).toMatchObject({
      quoteToken: null,
      blockers: [{ kind: 'ITEM', reason: 'OUT_OF_STOCK', skuId }],
    })
  })

  test('carts with two SKUs in opposite order share 50 pairs without a deadlock', async () => {
    const pair = skuIds.slice(3, 5)
    for (const skuId of pair) await stockUp(shop, merchant, { skuId, available: 50 })
    const before = await deadlocks()
    const bids = await inParallel(buyers.slice(0, 100), 16, (buyer, index) =>
      bid(buyer, index % 2 === 0 ? pair : pair.toReversed()),
    )
    const { orders } = await race(bids)
    expect(won(orders).length).toBe(50)
    expect(lost(orders).length).toBe(50)
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
