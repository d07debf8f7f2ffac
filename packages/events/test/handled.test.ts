import { OrderPaid } from '@linli/proto/order'
import { eventually, useDatabase, useNats } from '@linli/testing'
import { jetstreamManager } from '@nats-io/jetstream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type Consumers,
  ensureConsumer,
  type Relay,
  startConsumers,
  startRelay,
  streamName,
} from '../src/index.ts'
import { crediting, pay, refs } from './support/ledger.ts'
import { testMigrations, testNode } from './support/node.ts'

const migrations = testMigrations()
const orders = await useDatabase({ service: 'order', migrations })
const points = await useDatabase({ service: 'points', migrations })
const message = await useDatabase({ service: 'message', migrations })
const nats = await useNats()
const shared = { nats: nats.connection, prefix: nats.prefix }
const producer = { ...testNode({ name: 'order', url: orders.url, ...shared }), handledEveryMs: 50 }
const one = testNode({ name: 'points', url: points.url, ...shared })
const other = testNode({ name: 'message', url: message.url, ...shared })
const stream = streamName(OrderPaid.$type, nats.prefix)
const jsm = await jetstreamManager(nats.connection)

let relay: Relay
const running: Consumers[] = []

async function listen(node: typeof one): Promise<Consumers> {
  const consumers = startConsumers(node, crediting)
  running.push(consumers)
  await consumers.ready
  return consumers
}

beforeEach(() => {
  relay = startRelay(producer)
})
afterEach(async () => {
  await Promise.all([relay.stop(), ...running.splice(0).map((consumers) => consumers.stop())])
  await jsm.streams.delete(stream)
  await orders.query('delete from outbox')
  await orders.query('delete from relay_state')
  for (const database of [points, message]) await database.query('delete from ledger')
})

const state = async () =>
  (
    await orders.query<{ handled_until: Date | null; handled_by: string[] }>(
      'select handled_until, handled_by from relay_state',
    )
  )[0]

const publishedAt = async (ref: string) =>
  (
    await orders.query<{ published_at: Date | null }>(
      'select published_at from outbox where aggregate_id = $1',
      [ref],
    )
  )[0]?.published_at

const untilHandled = (ref: string) =>
  eventually(async () => {
    const at = await publishedAt(ref)
    expect(at).toBeInstanceOf(Date)
    expect((await state())?.handled_until).toEqual(at)
  })

const wipe = async () => {
  await jsm.streams.delete(stream)
  relay.revalidate()
}

const stored = async () => (await jsm.streams.info(stream)).state.messages

test('after a wiped store only what somebody may not have handled is sent again', async () => {
  const first = await listen(one)
  await pay(producer, 'old1', 'old2')
  await untilHandled('old2')
  await pay(producer, 'seen')
  await untilHandled('seen')
  await first.stop()
  await pay(producer, 'missed1', 'missed2')
  await eventually(async () => expect(await publishedAt('missed2')).toBeInstanceOf(Date))
  await wipe()
  // The batch at the mark goes again as well: nobody can tell it from one of the same millisecond.
  await eventually(async () => expect(await stored()).toBe(3))
  await listen(one)
  await eventually(async () =>
    expect((await refs(points)).toSorted()).toEqual(['missed1', 'missed2', 'old1', 'old2', 'seen']),
  )
})

test('consumers that were declared anew in an empty store have handled nothing', async () => {
  const first = await listen(one)
  await pay(producer, 'w1')
  await untilHandled('w1')
  await first.stop()
  await pay(producer, 'lost')
  await eventually(async () => expect(await publishedAt('lost')).toBeInstanceOf(Date))
  const mark = (await state())?.handled_until
  // The relay has not been told: somebody else was quicker.
  await jsm.streams.delete(stream)
  await ensureConsumer(jsm, OrderPaid.$type, { service: 'points', prefix: nats.prefix })
  const looks = nats.connection.subscribe(`$JS.API.CONSUMER.LIST.${stream}`, { max: 4 })
  for await (const _look of looks); // settles only what was there at the look before
  expect((await state())?.handled_until).toEqual(mark)
  relay.revalidate()
  await listen(one)
  await eventually(async () => expect(await refs(points)).toEqual(['w1', 'lost']))
})

test('while one consumer lags, the mark stays before what it lacks', async () => {
  const lagging = await listen(other)
  await listen(one)
  await pay(producer, 'both')
  await untilHandled('both')
  await lagging.stop()
  const mark = (await state())?.handled_until
  await pay(producer, 'half')
  await eventually(async () => expect(await refs(points)).toEqual(['both', 'half']))
  await pay(producer, 'half again')
  await eventually(async () => expect(await refs(points)).toEqual(['both', 'half', 'half again']))
  expect((await state())?.handled_until).toEqual(mark)
  await listen(other)
  await untilHandled('half again')
})

test('a new subscription that is not through yet makes a replay begin at the beginning', async () => {
  await listen(one)
  await pay(producer, 'n1')
  await untilHandled('n1')
  const durable = `message__${OrderPaid.$type.replaceAll('.', '_')}`
  await jsm.consumers.add(stream, { durable_name: durable, ack_policy: 'explicit' })
  await eventually(async () => expect((await state())?.handled_until).toBeNull())
  await wipe()
  await eventually(async () => expect(await stored()).toBe(1))
})

test('whoever has not come back yet after a wiped store holds the mark', async () => {
  const first = await listen(one)
  const second = await listen(other)
  await pay(producer, 'm1')
  await untilHandled('m1')
  const mark = (await state())?.handled_until
  await Promise.all([first.stop(), second.stop()])
  await wipe()
  await listen(one)
  await pay(producer, 'm2')
  await eventually(async () => expect(await refs(points)).toEqual(['m1', 'm2']))
  expect((await state())?.handled_until).toEqual(mark)
  await listen(other)
  await untilHandled('m2')
  expect(await refs(message)).toEqual(['m1', 'm2'])
})
