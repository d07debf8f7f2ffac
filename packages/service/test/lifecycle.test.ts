import { randomUUID } from 'node:crypto'
import { OrderCreated, OrderPaid } from '@linli/proto/order'
import { eventually, startService, useCuttable, useDatabase, useNats, useOwnNats } from '@linli/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gate, tinyMigrations, tinyService } from './support/tiny-service.ts'

const migrations = tinyMigrations()
const env = { MIGRATIONS_DIR: migrations, DATABASE_POOL_SIZE: '5' }
const database = await useDatabase({ service: 'order', migrations })
const toDatabase = await useCuttable(database.url)
const service = await startService(tinyService, { database, env: { ...env, DATABASE_URL: toDatabase.url } })

// A broker of its own for what stops and wipes it.
const broker = await useOwnNats()
const shared = await useNats()
const wipedDatabase = await useDatabase({ service: 'order', migrations })
const early = await startService(tinyService, {
  database: wipedDatabase,
  nats: shared,
  env: { ...env, NATS_URL: broker.url },
})
beforeAll(() => broker.start(), 30_000)
afterAll(async () => {
  await early.stop()
})

const ready = async (url: string) => {
  const answer = await fetch(`${url}/readyz`)
  return { status: answer.status, body: await answer.json() }
}

test('ready says what is missing: the database, then nothing', async () => {
  await eventually(async () =>
    expect(await ready(service.url)).toEqual({
      status: 200,
      body: { status: 'ready', database: true, migrations: true, nats: true, draining: false },
    }),
  )
  toDatabase.cut()
  await eventually(async () =>
    expect(await ready(service.url)).toMatchObject({ status: 503, body: { database: false, nats: true } }),
  )
  expect((await fetch(`${service.url}/healthz`)).status).toBe(200)
  expect(await service.as.anonymous().post(`/orders/${randomUUID()}`)).toMatchObject({
    status: 503,
    body: { code: 503 },
  })
  toDatabase.heal()
  await eventually(async () => expect((await ready(service.url)).status).toBe(200))
})

test('a database without the newest migration is not ready', async () => {
  const unmigrated = await startService(tinyService, {
    database,
    env: { ...env, MIGRATIONS_DIR: `${migrations}-of-a-newer-release` },
  })
  expect(await ready(unmigrated.url)).toMatchObject({
    status: 503,
    body: { database: true, migrations: false },
  })
  await unmigrated.stop()
})

test('a service whose broker comes later answers at once, keeps its events, and sends them then', async () => {
  await eventually(async () => expect((await ready(early.url)).status).toBe(200))
  await broker.stop('SIGKILL')
  await eventually(async () =>
    expect(await ready(early.url)).toMatchObject({ status: 503, body: { nats: false } }),
  )
  const ids = [randomUUID(), randomUUID()]
  for (const id of ids) expect((await early.as.anonymous().post(`/orders/${id}`)).status).toBe(200)
  const late = await startService(tinyService, { database, env: { ...env, NATS_URL: broker.url } })
  expect((await fetch(`${late.url}/healthz`)).status).toBe(200)
  expect(await ready(late.url)).toMatchObject({ status: 503, body: { nats: false, database: true } })
  await late.stop() // while the broker was never reached
  await broker.start()
  await eventually(async () => {
    const paid = (await early.published(OrderPaid)).map(({ aggregateId }) => aggregateId)
    expect(paid.toSorted()).toEqual(ids.toSorted())
  })
  await eventually(async () => expect((await ready(early.url)).status).toBe(200))
})

test('a broker that lost its store gets the outbox again by itself, and nothing happens twice', async () => {
  const before = (await early.published(OrderPaid)).length
  await eventually(async () =>
    expect(await wipedDatabase.query('select 1 from outbox where published_at is null')).toEqual([]),
  )
  await broker.stop()
  broker.wipe()
  const during = randomUUID()
  expect((await early.as.anonymous().post(`/orders/${during}`)).status).toBe(200)
  await broker.start()
  await eventually(async () => expect(await early.published(OrderPaid)).toHaveLength(before + 1))
  const after = randomUUID()
  expect((await early.as.anonymous().post(`/orders/${after}`)).status).toBe(200)
  await eventually(async () => expect(await early.published(OrderPaid)).toHaveLength(before + 2))
  await eventually(async () =>
    expect(await wipedDatabase.query('select 1 from outbox where published_at is null')).toEqual([]),
  )
  // Every event lies in the new store, the old ones too.
  const [row] = await wipedDatabase.query<{ total: number; last_seq: string }>(
    'select (select count(*)::int from outbox) as total, (select last_seq from relay_state) as last_seq',
  )
  expect(Number(row?.last_seq)).toBeGreaterThanOrEqual(row?.total ?? Number.NaN)
  expect(await early.published(OrderPaid)).toHaveLength(before + 2)
})

test('T7 a stop lets requests and handlers finish, refuses new ones, and leaves nothing unacknowledged', async () => {
  const held = Promise.withResolvers<void>()
  gate.open = held.promise
  gate.entered = 0
  const stopping = await startService(tinyService, { database, env: { ...env, SHUTDOWN_DELAY_MS: '300' } })
  await eventually(async () => expect((await ready(stopping.url)).status).toBe(200))
  const slow = Promise.all(
    Array.from({ length: 5 }, () => stopping.as.anonymous().get(`/slow/${randomUUID()}`)),
  )
  const orderId = randomUUID()
  const event = await stopping.publish(OrderCreated, { orderId })
  await eventually(() => expect(gate.entered).toBe(5))
  const startedAt = performance.now()
  const stopped = stopping.stop()
  await eventually(async () =>
    expect(await ready(stopping.url)).toMatchObject({ status: 503, body: { draining: true } }),
  )
  // Answered still, and told to come back on another connection: no client is about to use one that closes.
  const late = await fetch(`${stopping.url}/healthz`)
  expect([late.status, late.headers.get('connection')]).toEqual([200, 'close'])
  // The five are held until the listener is gone, on connections their client would keep.
  await eventually(() => expect(fetch(`${stopping.url}/healthz`)).rejects.toThrow('fetch failed'))
  held.resolve()
  expect((await slow).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  await stopped
  expect(performance.now() - startedAt).toBeLessThan(9_000)
  expect(await database.query('select 1 from inbox where event_id = $1', [event])).toHaveLength(1)
  expect(stopping.deps.pool.totalCount).toBe(0)
})
