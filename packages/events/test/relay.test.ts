import { randomUUID } from 'node:crypto'
import { happened } from '@linli/core'
import { OrderPaid } from '@linli/proto/order'
import { eventually, useDatabase, useNats } from '@linli/testing'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import pg from 'pg'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import {
  createBell,
  inTransaction,
  type Relay,
  replayOutbox,
  startConsumers,
  startRelay,
  streamName,
} from '../src/index.ts'
import { crediting, pay, put, refs } from './support/ledger.ts'
import { testMigrations, testNode } from './support/node.ts'

const migrations = testMigrations()
const orders = await useDatabase({ service: 'order', migrations })
const points = await useDatabase({ service: 'points', migrations })
const nats = await useNats()
const shared = { nats: nats.connection, prefix: nats.prefix }
const producer = testNode({ name: 'order', url: orders.url, ...shared })
const consumer = testNode({ name: 'points', url: points.url, ...shared })

const relays: Relay[] = []
const start = () => {
  const relay = startRelay(producer)
  relays.push(relay)
  return relay
}

beforeEach(async () => {
  await orders.query('delete from outbox')
  await points.query('delete from ledger')
})
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()))
})

const unpublished = async () =>
  (await orders.query<{ n: number }>('select count(*)::int as n from outbox where published_at is null'))[0]
    ?.n

/** The whole stream as it lies in the broker. */
async function storedVersions(): Promise<{ id: string; version: number }[]> {
  const stream = streamName(OrderPaid.$type, nats.prefix)
  const { state } = await (await jetstreamManager(nats.connection)).streams.info(stream)
  const reader = await jetstream(nats.connection).consumers.get(stream)
  const messages = await reader.fetch({ max_messages: state.messages, expires: 5_000 })
  const found: { id: string; version: number }[] = []
  for await (const { headers } of messages) {
    found.push({
      id: headers?.get('Linli-Aggregate-Id') ?? '',
      version: Number(headers?.get('Linli-Aggregate-Version')),
    })
  }
  return found
}

/** Changes one account the way stores do: the row is locked before the event is written. */
const change = (id: string) =>
  inTransaction(producer, async (work) => {
    const [row] = await work.sql<{ version: number }>`
      insert into account (id, balance, version) values (${id}, 0, 1)
      on conflict (id) do update set version = account.version + 1 returning version`
    const about = { aggregateType: 'account', aggregateId: id, aggregateVersion: row?.version ?? 0 }
    work.publish(happened(OrderPaid, about, OrderPaid.fromPartial({ orderId: id })))
  })

/** 50 at a time: five times what the pool serves at once, and no caller waits so long that it gives up. */
async function inParallel<T>(items: readonly T[], run: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await run(item)
  }
  await Promise.all(Array.from({ length: 50 }, worker))
}

const killRelays = () =>
  orders.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'relay:order' and datname = current_database()`)

test('the stream keeps the order of each aggregate, whatever happens to relays and connections', async () => {
  start()
  start()
  await put(nats, OrderPaid, { id: randomUUID(), message: { orderId: 'foreign' } })
  const accounts = Array.from({ length: 8 }, (_, i) => `a${i}`)
  const changes = inParallel(
    Array.from({ length: 40 * accounts.length }, (_, i) => accounts[i % accounts.length] ?? ''),
    change,
  )
  const nemesis = (async () => {
    for (let i = 0; i < 5; i += 1) {
      await put(nats, OrderPaid, { id: randomUUID(), message: { orderId: 'foreign' } })
      await killRelays()
      await eventually(async () => (await unpublished()) !== undefined)
    }
  })()
  await Promise.all([changes, nemesis])
  await eventually(async () => expect(await unpublished()).toBe(0))
  const stored = await storedVersions()
  for (const id of accounts) {
    const versions = stored.filter((event) => event.id === id).map(({ version }) => version)
    expect(versions).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
  }
})

test('a foreign message in front of a batch lets nothing overtake', async () => {
  start()
  await pay(producer, 'before')
  await eventually(async () => expect(await unpublished()).toBe(0))
  await put(nats, OrderPaid, { id: randomUUID(), message: { orderId: 'foreign' } })
  const batch = ['f1', 'f2', 'f3', 'f4']
  await pay(producer, ...batch)
  await eventually(async () => expect(await unpublished()).toBe(0))
  expect((await storedVersions()).map(({ id }) => id).filter((id) => batch.includes(id))).toEqual(batch)
})

test('500 transactions at once and a relay that dies after publishing: nothing lost, nothing doubled', async () => {
  const consumers = startConsumers(consumer, crediting)
  const all = Array.from({ length: 500 }, (_, i) => `p${i}`)
  const mine = () => refs(points, 'p')
  start()
  await eventually(async () => expect(await orders.query('select 1 from relay_state')).toHaveLength(1))
  const blocker = new pg.Client({ connectionString: orders.url })
  onTestFinished(async () => {
    await blocker.end()
    await consumers.stop()
  })
  await blocker.connect()
  // Whoever holds this row keeps the relay between "published" and "marked".
  await blocker.query('begin; select 1 from relay_state for update')
  const written = inParallel(all, (ref) => pay(producer, ref))
  await eventually(async () => expect((await refs(points)).length).toBeGreaterThan(0))
  await written
  expect(await unpublished()).toBe(500)
  await killRelays()
  await blocker.query('rollback')
  await eventually(async () => {
    expect(await unpublished()).toBe(0)
    expect(new Set(await mine()).size).toBe(500)
  })
  // Everything is sent a third time, past the broker's own deduplication.
  await inParallel(all.slice(0, 100), republish)
  await eventually(async () => expect(await pendingOf()).toBe(0))
  expect(await mine()).toHaveLength(500)
})

async function republish(ref: string) {
  const [row] = await orders.query<{ id: string }>('select id from outbox where aggregate_id = $1', [ref])
  await put(nats, OrderPaid, { id: row?.id ?? '', message: { orderId: ref } })
}

async function pendingOf(): Promise<number> {
  const jsm = await jetstreamManager(nats.connection)
  const info = await jsm.consumers.info(
    streamName(OrderPaid.$type, nats.prefix),
    'points__order_v1_OrderPaid',
  )
  return info.num_ack_pending + info.num_pending
}

test('of two relays one is active, and the other takes over', async () => {
  const first = start()
  await pay(producer, 't1')
  await eventually(async () => expect(await unpublished()).toBe(0))
  start()
  const active = () =>
    orders.query(`select pid from pg_locks where locktype = 'advisory' and granted
      and database = (select oid from pg_database where datname = current_database())`)
  await eventually(async () =>
    expect(
      await orders.query(`select 1 from pg_stat_activity
        where application_name = 'relay:order' and datname = current_database()`),
    ).toHaveLength(2),
  )
  expect(await active()).toHaveLength(1)
  await first.stop()
  await pay(producer, 't2')
  await eventually(async () => expect(await unpublished()).toBe(0), { timeoutMs: 5_000 })
  expect(await active()).toHaveLength(1)
})

test('a commit beside a relay that stands by wakes the one that leads', async () => {
  const never = { lookEveryMs: 3_600_000, handledEveryMs: 3_600_000 }
  const elsewhere = { ...producer, bell: createBell() }
  relays.push(startRelay({ ...producer, ...never }))
  await pay(producer, 'own')
  await eventually(async () => expect(await unpublished()).toBe(0))
  relays.push(startRelay({ ...elsewhere, ...never }))
  await pay(elsewhere, 'passed on')
  await eventually(async () => expect(await unpublished()).toBe(0))
  await pay(producer, 'own again')
  await eventually(async () => expect(await unpublished()).toBe(0))
})

test('a number that commits late is not skipped', async () => {
  start()
  const hold = Promise.withResolvers<void>()
  const inserted = Promise.withResolvers<void>()
  const late = inTransaction(producer, async (work) => {
    await work.sql`
      insert into outbox (id, type, aggregate_type, aggregate_id, payload, headers, occurred_at)
      values (${randomUUID()}, ${OrderPaid.$type}, 'order', 'late', '{}', '{}', ${work.now})`
    inserted.resolve()
    await hold.promise
  })
  await inserted.promise
  await pay(producer, 'soon')
  await eventually(async () => expect(await unpublished()).toBe(0))
  hold.resolve()
  await late
  await eventually(async () => {
    const rows = await orders.query<{ aggregate_id: string; published_at: Date | null }>(
      'select aggregate_id, published_at from outbox order by seq',
    )
    expect(rows.map((row) => [row.aggregate_id, row.published_at !== null])).toEqual([
      ['late', true],
      ['soon', true],
    ])
  })
})

test('replaying the outbox by hand doubles nothing', async () => {
  const consumers = startConsumers(consumer, crediting)
  start()
  await pay(producer, 'z1', 'z2', 'z3')
  await eventually(async () => expect(await refs(points, 'z')).toHaveLength(3))
  expect(await replayOutbox(producer.pool, { days: 7 })).toBe(3)
  await pay(producer, 'z4')
  await eventually(async () => expect(await refs(points, 'z')).toHaveLength(4))
  await eventually(async () => expect(await unpublished()).toBe(0))
  expect((await refs(points, 'z')).toSorted()).toEqual(['z1', 'z2', 'z3', 'z4'])
  await consumers.stop()
})
