import { OrderPaid } from '@linli/proto/order'
import { eventually, useDatabase, useNats } from '@linli/testing'
import { jetstreamManager } from '@nats-io/jetstream'
import { expect, test } from 'vitest'
import { ensureStream, startRelay, streamName } from '../src/index.ts'
import { testMigrations, testNode } from './support/node.ts'

// The broker of the tests is a single node.

const orders = await useDatabase({ service: 'order', migrations: testMigrations() })
const nats = await useNats()
const jsm = await jetstreamManager(nats.connection)
const { prefix } = nats
const name = streamName(OrderPaid.$type, prefix)

const REFUSAL = `NATS_STREAM_REPLICAS is 3, but the broker has too few nodes for ${name}`

test('a single node refuses a stream with three copies, and the error names the setting', async () => {
  await expect(ensureStream(jsm, OrderPaid.$type, { prefix, replicas: 3 })).rejects.toThrow(REFUSAL)
  await expect(jsm.streams.info(name)).rejects.toThrow('stream not found')
})

test('it keeps one, and refuses to add to it', async () => {
  await ensureStream(jsm, OrderPaid.$type, { prefix, replicas: 1 })
  expect((await jsm.streams.info(name)).config.num_replicas).toBe(1)
  await expect(ensureStream(jsm, OrderPaid.$type, { prefix, replicas: 3 })).rejects.toThrow(REFUSAL)
  expect((await jsm.streams.info(name)).config.num_replicas).toBe(1)
})

test('a relay that asks for three says so in its log, again and again', async () => {
  const node = testNode({ name: 'order', url: orders.url, nats: nats.connection, prefix })
  const relay = startRelay({ ...node, replicas: 3 })
  await eventually(() => {
    const told = node.log.lines.filter(
      ({ fields: { err } }) => err instanceof Error && err.message.startsWith(REFUSAL),
    )
    expect(told.length).toBeGreaterThan(1)
  })
  await relay.stop()
})
