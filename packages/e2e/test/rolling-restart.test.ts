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

/** As many as the machine carries; `ROLL_ORDERS_PER_SECOND=50` where it has the cores. */
const RATE = Number(process.env.ROLL_ORDERS_PER_SECOND ?? 10)
const LEAST_SECONDS = 60
/** As in the charts; longer than the gateway keeps an idle connection. */
const SHUTDOWN_DELAY_MS = 5_000
const BUYERS = 60
const QUIET_WITHIN_MS = 60_000
const HOSTS = ['127.0.0.2', '127.0.0.3'] as const

const platform = usePlatform()
const shop = openShop(platform)
const database = useDatabaseOfPlatform()

type Post = { instance: Instance; readonly board: Switchboard }
const posts = new Map<ServiceName, Post>()

let buyers: readonly Buyer[]
let skuIds: readonly string[]

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
  for (const [service, { instance, board }] of posts) {
    await board.close()
    await instance.stop()
    release(service)
  }
  await allReady(platform.services)
})

/** From settlement to payment. */
async function order(turn: number): Promise<string> {
  const buyer = buyers[turn % buyers.length]
  const skuId = skuIds[turn % skuIds.length]
  if (!buyer || !skuId) throw new Error('nobody buys, or nothing is sold')
  const { id } = await shop.place(
    buyer,
    await shop.settle(buyer, { items: [{ skuId, qty: 1 }], couponId: null }),
  )
  await shop.waitForStatus(buyer, id, { statuses: ['PENDING_PAYMENT'], timeoutMs: 30_000 })
  await shop.pay(buyer, id)
  return id
}

/** A client for every tick, whether or not earlier ones have been served, until `isOver`. */
async function keepOrdering(isOver: () => boolean): Promise<{ ids: string[]; failures: string[] }> {
  const ids: string[] = []
  const failures: string[] = []
  const running: Promise<unknown>[] = []
  for (let turn = 0; !isOver(); turn += 1) {
    running.push(
      order(turn).then(
        (id) => ids.push(id),
        (error: unknown) => failures.push(`${new Date().toISOString()} ${String(error)}`),
      ),
    )
    await sleep(1_000 / RATE)
  }
  await Promise.all(running)
  return { ids, failures }
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

test('every service is replaced while orders run, and no request fails', async () => {
  const began = performance.now()
  let rolled = false
  const seconds = () => (performance.now() - began) / 1_000
  const orders = keepOrdering(() => rolled && seconds() >= LEAST_SECONDS)
  try {
    for (const [service, post] of posts) await replace(service, post)
  } finally {
    rolled = true
  }
  const { ids, failures } = await orders
  console.log(`${ids.length} orders in ${seconds().toFixed(0)} s, ${(ids.length / seconds()).toFixed(1)}/s`)
  expect(failures).toEqual([])
  expect(ids.length).toBeGreaterThan(RATE * LEAST_SECONDS * 0.5)
})

test('nothing is lost, doubled or left behind', async () => {
  await eventually(
    async () => {
      const broken = (await audit(platform.postgres)).filter(({ violations }) => violations.length > 0)
      expect(broken.map(({ invariant, violations }) => [invariant.id, violations[0]])).toEqual([])
      const { rows } = await database.query<{ status: string }>(
        `select distinct status from "order".orders where user_id = any($1)`,
        [buyers.map(({ userId }) => userId)],
      )
      expect(rows.map(({ status }) => status)).toEqual(['PREPARING'])
    },
    { timeoutMs: QUIET_WITHIN_MS, everyMs: 1_000 },
  )
})
