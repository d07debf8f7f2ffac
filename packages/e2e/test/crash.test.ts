import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { eventually, usePlatform } from '@linli/testing'
import { beforeAll, expect, test } from 'vitest'
import { audit } from '../src/audit/audit.ts'
import { plainJson } from '../src/caller.ts'
import { openShop } from '../src/shop.ts'
import type { Buyer, Order } from '../src/views.ts'
import { inParallel, manyBuyers } from './support/many.ts'
import { allReady, KILLABLE, kill } from './support/parts.ts'
import { chanceFrom } from './support/random.ts'
import { stockUp } from './support/stock.ts'
import { useDatabaseOfPlatform } from './support/stores.ts'
import { type Acknowledged, type Intent, order, persist } from './support/stubborn-buyer.ts'

// reliability.md T2b in small: everything is killed once while orders run; then nothing may be lost or doubled.

const ORDERS_PER_FAULT = 50
const WIDTH = 16
const KILL_WITHIN_MS = 600
const QUIET_WITHIN_MS = 90_000

const platform = usePlatform()
const shop = openShop(platform)
const database = useDatabaseOfPlatform()
const seed = Number(process.env.CRASH_SEED ?? randomInt(1, 2 ** 31))
const chance = chanceFrom(seed)
const acknowledged: Acknowledged[] = []

let buyers: readonly Buyer[]
let skuIds: readonly string[]
let slotIds: readonly string[]

beforeAll(async () => {
  console.log(`crash test, CRASH_SEED=${seed}`)
  const { users } = shop.accounts
  const rich = await inParallel(users, WIDTH, ({ openid }) => shop.logIn(openid)) // they have points and coupons
  buyers = [...rich, ...(await manyBuyers(shop, 'Crash', ORDERS_PER_FAULT - rich.length))]
  skuIds = (await shop.firstSkus(5)).map(({ skuId }) => skuId)
  const merchant = await shop.staffLogIn(shop.accounts.merchant)
  for (const skuId of skuIds) await stockUp(shop, merchant, { skuId, available: 2_000 })
  const { slots } = await shop.settle(rich[0] ?? buyers[0] ?? nobody(), { items: wish() })
  slotIds = slots.filter(({ selectable }) => selectable).map(({ slotId }) => slotId)
  if (slotIds.length === 0) throw new Error('no slot can be chosen')
})

const one = (list: readonly string[]) => list[chance.between(0, list.length - 1)] ?? nobody()
const wish = () => [{ skuId: one(skuIds), qty: chance.between(1, 3) }]

function nobody(): never {
  throw new Error('the demo data lack something')
}

function intention(): Intent {
  const dice = chance.next()
  if (dice < 0.7) return 'pay'
  return dice < 0.85 ? 'cancel' : 'leave'
}

test.each(KILLABLE)('fifty running orders survive the death of $title', async (part) => {
  const wishes = buyers.map((buyer, index) => ({
    buyer,
    intent: intention(),
    items: wish(),
    slotId: one(slotIds),
    ...(index < shop.accounts.users.length && { points: 100 }),
  }))
  const blow = sleep(chance.between(50, KILL_WITHIN_MS)).then(() => kill(part))
  const results = await inParallel(wishes, WIDTH, ({ buyer, ...wish }) =>
    order(shop, buyer, wish).then(
      (each) => ({ each }),
      (error: unknown) => ({ failure: String(error) }),
    ),
  )
  await blow
  await allReady(platform.services)
  acknowledged.push(...results.flatMap((result) => ('each' in result ? [result.each] : [])))
  // A client that tries again with the same key gets through: nobody is left without an answer.
  expect(results.flatMap((result) => ('failure' in result ? [result.failure] : []))).toEqual([])
})

test('then it becomes quiet and nothing is lost, doubled or left behind', async () => {
  await eventually(
    async () => {
      const broken = (await audit(platform.postgres)).filter(({ violations }) => violations.length > 0)
      expect(broken.map(({ invariant, violations }) => ({ id: invariant.id, first: violations[0] }))).toEqual(
        [],
      )
      const { rows } = await database.query<{ n: string }>(
        `select count(*) as n from "order".orders where status = 'CREATED' or closing`,
      )
      expect(Number(rows[0]?.n), 'orders that are still being decided').toBe(0)
    },
    { timeoutMs: QUIET_WITHIN_MS, everyMs: 1_000 },
  )
})

test('every acknowledged order is there, in a state that its history allows', async () => {
  expect(acknowledged.length).toBe(KILLABLE.length * ORDERS_PER_FAULT)
  expect(new Set(acknowledged.map(({ orderId }) => orderId)).size).toBe(acknowledged.length)
  const found = await inParallel(acknowledged, WIDTH, ({ buyer, orderId }) =>
    persist(() => shop.order(buyer, orderId)),
  )
  const wrong = acknowledged.flatMap((each, index) => {
    const now = found[index]
    return now && isAllowed(each, now) ? [] : [`${each.intent}${each.done ? ' done' : ''}: ${stateOf(now)}`]
  })
  expect(wrong).toEqual([])
  // Else the storm closed everything and nothing was proved.
  const payers = acknowledged.filter(({ intent }) => intent === 'pay')
  expect(payers.filter(({ done }) => done).length).toBeGreaterThan(payers.length / 2)
})

const stateOf = (now: Order | undefined) =>
  `${now?.orderNo} ${now?.status} ${now?.paymentStatus} ${now?.closeReason ?? ''}`

/** product.md §6.1: what was paid is prepared, what was given up is closed, what nobody touched waits. */
function isAllowed({ intent, done }: Acknowledged, { status, paymentStatus, closing }: Order): boolean {
  if (closing) return false
  if (intent === 'pay' && done) return status === 'PREPARING' && paymentStatus === 'PAID'
  if (intent === 'cancel' && done) return status === 'CLOSED' && paymentStatus === 'UNPAID'
  if (intent === 'leave' && !done)
    return ['PENDING_PAYMENT', 'CLOSED'].includes(status) && paymentStatus === 'UNPAID'
  return status === 'CLOSED' && paymentStatus === 'UNPAID'
}

test('M5 the provider’s ledger and ours are the same, row for row', async () => {
  type Trade = { out_trade_no: string; openid: string; payment: object | null }
  const ours = new Set(buyers.map(({ openid }) => openid))
  const trades = await plainJson<Trade[]>(`${shop.simulator}/__sim/orders`)
  const theirs = trades.filter(({ payment, openid }) => payment && ours.has(openid))
  const { rows } = await database.query<{ out_trade_no: string }>(
    `select a.out_trade_no from payment.attempts a join payment.payments p on p.id = a.payment_id
     where a.status = 'SUCCESS' and p.user_id = any($1)`,
    [buyers.map(({ userId }) => userId)],
  )
  const numbers = (list: readonly { out_trade_no: string }[]) =>
    list.map(({ out_trade_no }) => out_trade_no).sort()
  expect(numbers(rows)).toEqual(numbers(theirs))
})
