import { randomUUID } from 'node:crypto'
import { CommonErrors, happened } from '@linli/core'
import { OrderClosed, OrderPaid } from '@linli/proto/order'
import { eventually, useDatabase, useNats } from '@linli/testing'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { headers as natsHeaders } from '@nats-io/transport-node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type Consumers,
  consumerName,
  createBell,
  inTransaction,
  listDeadEvents,
  listRedriven,
  on,
  type Relay,
  redriveDeadEvent,
  type Subscription,
  startConsumers,
  startRelay,
  streamName,
  subjectOf,
} from '../src/index.ts'
import { credit, crediting, pay, put, refs } from './support/ledger.ts'
import { type Db, testMigrations, testNode } from './support/node.ts'

const migrations = testMigrations()
const orders = await useDatabase({ service: 'order', migrations })
const points = await useDatabase({ service: 'points', migrations })
const nats = await useNats()
const shared = { nats: nats.connection, prefix: nats.prefix }
const producer = testNode({ name: 'order', url: orders.url, ...shared })
const node = testNode({ name: 'points', url: points.url, ...shared })

const relay: Relay = startRelay(producer)
const running: Consumers[] = []
const start = async (
  subscriptions: readonly Subscription<Db>[] = crediting,
  more: Partial<typeof node> = {},
) => {
  const consumers = startConsumers({ ...node, ...more }, subscriptions)
  running.push(consumers)
  await consumers.ready
  return consumers
}

beforeEach(async () => {
  for (const table of ['ledger', 'inbox', 'event_failure', 'dead_event', 'account', 'outbox']) {
    await points.query(`delete from ${table}`)
  }
})

afterEach(async () => {
  await Promise.all(running.splice(0).map((consumers) => consumers.stop()))
})

const pending = async () => {
  const jsm = await jetstreamManager(nats.connection)
  const info = await jsm.consumers.info(
    streamName(OrderPaid.$type, nats.prefix),
    consumerName('points', OrderPaid.$type),
  )
  return { unacknowledged: info.num_ack_pending, waiting: info.num_pending }
}

test('happy: what one service commits, the other handles', async () => {
  await start()
  await pay(producer, 'h1', 'h2')
  await eventually(async () => expect((await refs(points)).toSorted()).toEqual(['h1', 'h2']))
  await eventually(async () => expect(await pending()).toEqual({ unacknowledged: 0, waiting: 0 }))
  const [row] = await orders.query<{ published_at: Date }>('select published_at from outbox limit 1')
  expect(row?.published_at).toBeInstanceOf(Date)
})

test('duplicate: the same event delivered ten times has one effect', async () => {
  const id = randomUUID()
  await start()
  await Promise.all(
    Array.from({ length: 10 }, () => put(nats, OrderPaid, { id, message: { orderId: 'd1' } })),
  )
  await eventually(async () => expect(await pending()).toEqual({ unacknowledged: 0, waiting: 0 }))
  expect(await refs(points)).toEqual(['d1'])
})

test('what is none of its concern passes by: acknowledged, without a row and without waiting for the database', async () => {
  const choosy = on<OrderPaid, Db>(OrderPaid, credit, { concerns: ({ points }) => points > 0 })
  await start([choosy])
  await put(nats, OrderPaid, { id: randomUUID(), message: { orderId: 'none', points: 0 } })
  await put(nats, OrderPaid, { id: randomUUID(), message: { orderId: 'some', points: 3 } })
  await eventually(async () => expect(await pending()).toEqual({ unacknowledged: 0, waiting: 0 }))
  expect(await refs(points)).toEqual(['some'])
  expect(await points.query('select 1 from inbox')).toHaveLength(1)
})

test('early: an event that comes before its cause is retried until it fits', async () => {
  const withdraw = on<OrderClosed, Db>(OrderClosed, async (work, { orderId }) => {
    const credited = await work.sql`select 1 from ledger where ref = ${orderId} and amount = 1`
    if (credited.length === 0) throw CommonErrors.NOT_FOUND({ orderId })
    await work.sql`insert into ledger (ref, amount) values (${orderId}, -1)`
  })
  await start([...crediting, withdraw])
  await put(nats, OrderClosed, { id: randomUUID(), message: { orderId: 'e1' } })
  await eventually(async () => expect(await points.query('select 1 from event_failure')).toHaveLength(1))
  await put(nats, OrderPaid, { id: randomUUID(), message: { orderId: 'e1' } })
  await eventually(async () => {
    const rows = await points.query<{ amount: number }>('select amount from ledger order by seq')
    expect(rows.map(({ amount }) => amount)).toEqual([1, -1])
  })
  expect(await points.query('select 1 from dead_event')).toEqual([])
})

test('poison: after its tries it is parked with its error, and the others go on', async () => {
  let tries = 0
  const picky = on<OrderPaid, Db>(OrderPaid, async (work, event) => {
    if (event.orderId === 'poison') {
      tries += 1
      throw new Error('cannot digest \u0000 this')
    }
    await credit(work, event)
  })
  await start([picky])
  const id = randomUUID()
  await put(nats, OrderPaid, { id, message: { orderId: 'poison' } })
  await put(nats, OrderPaid, { id: randomUUID(), message: { orderId: 'fine' } })
  await eventually(async () => expect(await refs(points)).toEqual(['fine']))
  const dead = await eventually(async () => {
    const found = await listDeadEvents(node.pool, 10)
    return found.length > 0 && found
  })
  expect(tries).toBe(node.backoffMs.length + 1)
  expect(dead).toMatchObject([
    { event_id: id, consumer: OrderPaid.$type, error: expect.stringContaining('cannot digest') },
  ])
  expect(await points.query('select 1 from event_failure')).toEqual([])
  await eventually(async () => expect(await pending()).toEqual({ unacknowledged: 0, waiting: 0 }))
})

test('crash between commit and publish: the next relay publishes it', async () => {
  await start()
  const lonely = testNode({ name: 'product', url: orders.url, ...shared })
  // The process dies after its commit: the row is there, nobody heard a bell.
  await inTransaction({ ...lonely, bell: createBell() }, async (work) => {
    work.publish(
      happened(
        OrderPaid,
        { aggregateType: 'order', aggregateId: 'c1' },
        OrderPaid.fromPartial({ orderId: 'c1' }),
      ),
    )
  })
  await eventually(async () => expect(await refs(points)).toEqual(['c1']))
})

test('bytes that are no event, and headers that are none of ours, are parked at once and stop nothing', async () => {
  await start()
  await put(nats, OrderPaid, { id: randomUUID(), message: { orderId: 'before' } })
  const js = jetstream(nats.connection)
  const subject = subjectOf(OrderPaid.$type, nats.prefix)
  const strange = natsHeaders()
  strange.set('Linli-Event-Id', 'not-a-uuid')
  strange.set('Linli-Occurred-At', 'yesterday')
  await js.publish(subject, new Uint8Array([0xff, 0x00, 0xfe]), { msgID: randomUUID() })
  await js.publish(subject, '{"orderId":"no-headers"}')
  await js.publish(subject, '{"orderId":"bad-headers"}', { headers: strange })
  await put(nats, OrderPaid, { id: randomUUID(), message: { orderId: 'after' } })
  await eventually(async () => expect((await refs(points)).toSorted()).toEqual(['after', 'before']))
  await eventually(async () => expect(await points.query('select 1 from dead_event')).toHaveLength(3))
  await eventually(async () => expect(await pending()).toEqual({ unacknowledged: 0, waiting: 0 }))
})

test('an outage of a dependency costs no tries', async () => {
  let down = 6
  await start(
    [
      on<OrderPaid, Db>(OrderPaid, async (work, event) => {
        down -= 1
        if (down > 0) throw CommonErrors.UNAVAILABLE()
        await credit(work, event)
      }),
    ],
    { unavailableRetryMs: 20 },
  )
  await put(nats, OrderPaid, { id: randomUUID(), message: { orderId: 'late' } })
  await eventually(async () => expect(await refs(points)).toEqual(['late']))
  expect(await points.query('select 1 from event_failure union all select 1 from dead_event')).toEqual([])
})

test('redriving twice, and while the broker delivers the event too, has one effect', async () => {
  const actorId = randomUUID()
  let broken = true
  const mending: readonly Subscription<Db>[] = [
    on(OrderPaid, async (work, event) => {
      if (broken) throw new Error('broken')
      await credit(work, event)
    }),
  ]
  await start(mending)
  const id = randomUUID()
  await put(nats, OrderPaid, { id, message: { orderId: 'r1' } })
  const [dead] = await eventually(async () => {
    const found = await listDeadEvents(node.pool, 10)
    return found.length > 0 && found
  })
  await expect(redriveDeadEvent(node, mending, { id: dead?.id ?? '', actorId })).rejects.toThrow('broken')
  expect(await listDeadEvents(node.pool, 10)).toHaveLength(1)
  broken = false
  const again = put(nats, OrderPaid, { id, message: { orderId: 'r1' } })
  const outcomes = await Promise.all(
    Array.from({ length: 4 }, () => redriveDeadEvent(node, mending, { id: dead?.id ?? '', actorId })),
  )
  await again
  expect(outcomes.filter(Boolean)).toHaveLength(1)
  await eventually(async () => expect(await pending()).toEqual({ unacknowledged: 0, waiting: 0 }))
  expect(await refs(points)).toEqual(['r1'])
  expect(await listDeadEvents(node.pool, 10)).toEqual([])
  expect(await listRedriven(node.pool, 10)).toMatchObject([{ event_id: id, redriven_by: actorId }])
})

test('two replicas share the events, and one that stops in the middle leaves nothing half done', async () => {
  const slow: readonly Subscription<Db>[] = [
    on(OrderPaid, async (work, event) => {
      await work.sql`select pg_sleep(0.01)`
      await credit(work, event)
    }),
  ]
  const first = await start(slow, { concurrency: 1 })
  const all = Array.from({ length: 150 }, (_, i) => `s${i}`)
  await pay(producer, ...all)
  await eventually(async () => expect((await refs(points)).length).toBeGreaterThan(3))
  await start(slow, { concurrency: 1 })
  await first.stop()
  await eventually(async () => expect((await refs(points)).toSorted()).toEqual(all.toSorted()))
  await eventually(async () => expect((await pending()).unacknowledged).toBe(0))
})

test('a consumer or a stream that is deleted under a running service is declared again', async () => {
  await start()
  const jsm = await jetstreamManager(nats.connection)
  const stream = streamName(OrderPaid.$type, nats.prefix)
  await jsm.consumers.delete(stream, consumerName('points', OrderPaid.$type))
  await put(nats, OrderPaid, { id: randomUUID(), message: { orderId: 'again' } })
  await eventually(async () => expect(await refs(points)).toContain('again'))
  await jsm.streams.delete(stream)
  await eventually(async () => {
    await put(nats, OrderPaid, { id: randomUUID(), message: { orderId: 'anew' } })
    expect(await refs(points)).toContain('anew')
  })
})

test('restarting again and again loses and doubles nothing', async () => {
  const consumers = await start()
  const all = Array.from({ length: 100 }, (_, i) => `x${i}`)
  for (const ref of all) {
    await pay(producer, ref)
    if (Number(ref.slice(1)) % 10 === 0) consumers.restart()
  }
  await eventually(async () => {
    expect((await refs(points, 'x')).toSorted()).toEqual(all.toSorted())
  })
  await relay.stop()
})
