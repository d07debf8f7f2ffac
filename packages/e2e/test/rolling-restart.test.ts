import { setTimeout as sleep } from 'node:timers/promises'
import { hold, type Instance, release, SERVICES, type ServiceName, startInstance } from '@linli/dev'
import { eventually, usePlatform } from '@linli/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit } from '../src/audit/audit.ts'
import { openShop } from '../src/shop.ts'
import type { Buyer } from '../src/views.ts'
import { manyBuyers } from './support/many.ts'
import { allReady } from './support/parts.ts'
import { stockUp } from './support/stock.ts'
import { useDatabaseOfPlatform } from './support/stores.ts'
import { openSwitchboard, type Switchboard } from './support/switchboard.ts'

// Every service is replaced by a new process while orders run, as a Deployment does it: the new one becomes ready,
// the old one is told to end. Nobody tries again here: one failed request fails the test.

/** Two cores just carry this; fewer, with `ROLL_ORDERS_PER_SECOND`, where they are slow. */
const RATE = Number(process.env.ROLL_ORDERS_PER_SECOND ?? 50)
/** A payment costs the machine three orders: at higher rates one order in so many is paid, the others wait for it. */
const PAID_PER_SECOND = 5
const PAY_EVERY = Math.max(1, Math.round(RATE / PAID_PER_SECOND))
const LEAST_SECONDS = 60
/** All eight have just been started, which no release does: orders grow from a fifth to all, for two thirds of this. */
const WARM_UP_SECONDS = 30
const FIRST_SHARE = 0.2
/** As the mini-program does: before, an order has hardly got its goods. */
const FIRST_LOOK_MS = 300
/** As in the charts; longer than the gateway keeps an idle connection. */
const SHUTDOWN_DELAY_MS = 5_000
/** Enough that none of them orders more often than the gateway lets one resident. */
const BUYERS = Math.max(60, RATE * 5)
const QUIET_WITHIN_MS = 60_000
const HOSTS = ['127.0.0.2', '127.0.0.3'] as const

const platform = usePlatform()
const shop = openShop(platform)
const database = useDatabaseOfPlatform()

type Post = { instance: Instance; readonly board: Switchboard }
const posts = new Map<ServiceName, Post>()

let buyers: readonly Buyer[]
let skuIds: readonly string[]
let paid: readonly string[] = []
let unpaid: readonly string[] = []

const start = (service: ServiceName, host: string) =>
  startInstance(service, { host, env: { SHUTDOWN_DELAY_MS: String(SHUTDOWN_DELAY_MS) } })

beforeAll(async () => {
  // One at a time: two cores start eight processes no faster at once.
  for (const service of SERVICES) {
    await hold(service)
    const instance = await start(service, HOSTS[0])
    posts.set(service, {
      instance,
      board: await openSwitchboard([instance.http, instance.grpc], instance.host),
    })
  }
  await allReady(platform.services)
  buyers = await manyBuyers(shop, 'Roll', BUYERS)
  skuIds = (await shop.firstSkus(5)).map(({ skuId }) => skuId)
  const merchant = await shop.staffLogIn(shop.accounts.merchant)
  for (const skuId of skuIds) await stockUp(shop, merchant, { skuId, available: 5_000 })
})

afterAll(async () => {
  for (const { instance, board } of posts.values()) {
    await board.close()
    await instance.stop()
  }
  for (const service of SERVICES) release(service)
  await allReady(platform.services)
})

type Ordered = { readonly id: string; readonly isPaid: boolean }

/** From settlement to payment, or until it can be paid. */
async function order(turn: number): Promise<Ordered> {
  const buyer = buyers[turn % buyers.length]
  const skuId = skuIds[turn % skuIds.length]
  if (!buyer || !skuId) throw new Error('nobody buys, or nothing is sold')
  const { id } = await shop.place(
    buyer,
    await shop.settle(buyer, { items: [{ skuId, qty: 1 }], couponId: null }),
  )
  await shop.waitForStatus(buyer, id, {
    statuses: ['PENDING_PAYMENT'],
    timeoutMs: 30_000,
    firstLookMs: FIRST_LOOK_MS,
  })
  const isPaid = turn % PAY_EVERY === 0
  if (isPaid) await shop.pay(buyer, id)
  return { id, isPaid }
}

type Load = { readonly isOver: () => boolean; readonly perSecond: () => number }

/** A client for every tick, whether or not earlier ones have been served. */
async function keepOrdering({ isOver, perSecond }: Load): Promise<{ orders: Ordered[]; failures: string[] }> {
  const orders: Ordered[] = []
  const failures: string[] = []
  const running: Promise<unknown>[] = []
  let due = performance.now()
  for (let turn = 0; !isOver(); turn += 1) {
    running.push(
      order(turn).then(
        (ordered) => orders.push(ordered),
        (error: unknown) => failures.push(`${new Date().toISOString()} ${String(error)}`),
      ),
    )
    due += 1_000 / perSecond()
    await sleep(Math.max(0, due - performance.now()))
  }
  await Promise.all(running)
  return { orders, failures }
}

/** The new one is ready before the old one is told; the old one says "not ready" while it still serves. */
async function replace(service: ServiceName, post: Post): Promise<void> {
  const old = post.instance
  post.instance = await start(service, old.host === HOSTS[0] ? HOSTS[1] : HOSTS[0])
  const ended = old.stop()
  await eventually(async () => expect(await old.isReady()).toBe(false), { timeoutMs: 2_000, everyMs: 20 })
  post.board.turnTo(post.instance.host)
  expect(await ended, `${service} did not end by itself`).toBe('exit code 0')
}

test(`the machine carries ${RATE} orders/s while nothing is replaced`, async () => {
  const began = performance.now()
  const share = () => (performance.now() - began) / (WARM_UP_SECONDS * 1_000)
  const { failures } = await keepOrdering({
    isOver: () => share() > 1,
    perSecond: () => RATE * Math.max(FIRST_SHARE, Math.min(1, share() * 1.5)),
  })
  expect(failures, 'choose a lower ROLL_ORDERS_PER_SECOND').toEqual([])
})

test('every service is replaced while orders run, and no request fails', async () => {
  const began = performance.now()
  let rolled = false
  const seconds = () => (performance.now() - began) / 1_000
  const ordering = keepOrdering({
    isOver: () => rolled && seconds() >= LEAST_SECONDS,
    perSecond: () => RATE,
  })
  try {
    for (const [service, post] of posts) await replace(service, post)
  } finally {
    rolled = true
  }
  const { orders, failures } = await ordering
  const rate = orders.length / seconds()
  console.log(
    `${orders.length} orders in ${seconds().toFixed(0)} s, ${rate.toFixed(1)}/s, one in ${PAY_EVERY} paid`,
  )
  paid = orders.flatMap(({ id, isPaid }) => (isPaid ? [id] : []))
  unpaid = orders.flatMap(({ id, isPaid }) => (isPaid ? [] : [id]))
  expect(failures).toEqual([])
  expect(orders.length).toBeGreaterThan(RATE * LEAST_SECONDS * 0.95)
})

async function statesOf(ids: readonly string[]): Promise<{ status: string; n: number }[]> {
  const { rows } = await database.query<{ status: string; n: number }>(
    `select status, count(*)::integer as n from "order".orders where id = any($1) group by status`,
    [ids],
  )
  return rows
}

test('nothing is lost, doubled or left behind', async () => {
  await eventually(
    async () => {
      const broken = (await audit(platform.postgres)).filter(({ violations }) => violations.length > 0)
      expect(broken.map(({ invariant, violations }) => [invariant.id, violations[0]])).toEqual([])
      expect(await statesOf(paid)).toEqual([{ status: 'PREPARING', n: paid.length }])
      expect(await statesOf(unpaid)).toEqual(
        unpaid.length === 0 ? [] : [{ status: 'PENDING_PAYMENT', n: unpaid.length }],
      )
    },
    { timeoutMs: QUIET_WITHIN_MS, everyMs: 1_000 },
  )
})
