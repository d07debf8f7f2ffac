import { happened } from '@linli/core'
import { OrderPaid } from '@linli/proto/order'
import { eventually, useDatabase, useNats } from '@linli/testing'
import { expect, onTestFinished, test } from 'vitest'
import { inTransaction, startRelay } from '../src/index.ts'
import { testMigrations, testNode } from './support/node.ts'

// A database of its own: nobody has gathered statistics about it, as minutes after an installation.
const database = await useDatabase({ service: 'order', migrations: testMigrations() })
const nats = await useNats()
const producer = testNode({ name: 'order', url: database.url, nats: nats.connection, prefix: nats.prefix })

const pay = (aggregateVersion: number) =>
  inTransaction(producer, async (work) => {
    const about = { aggregateType: 'order', aggregateId: 'o', aggregateVersion }
    work.publish(happened(OrderPaid, about, OrderPaid.fromPartial({ orderId: 'o' })))
  })

async function waiting(): Promise<number | undefined> {
  const [row] = await database.query<{ n: number }>(
    'select count(*)::int as n from outbox where published_at is null',
  )
  return row?.n
}

/** As the server counts: how often the index of what is unpublished was looked into, and what that gave. */
async function looks(): Promise<{ times: number; entries: number }> {
  const [row] = await database.query<{ times: number; entries: number }>(
    `select idx_scan::int as times, idx_tup_read::int as entries
     from pg_stat_user_indexes where indexrelname = 'outbox_unpublished'`,
  )
  return row ?? { times: 0, entries: 0 }
}

test('a look reads what is to be published, not what has been published since the last vacuum', async () => {
  const events = 200
  const relay = startRelay(producer)
  onTestFinished(() => relay.stop())
  for (let version = 1; version <= events; version += 1) {
    await pay(version)
    await eventually(async () => expect(await waiting()).toBe(0), { everyMs: 2 })
  }
  await eventually(async () => expect((await looks()).times).toBeGreaterThan(events))
  const { times, entries } = await looks()
  expect(entries / times).toBeLessThan(10)
})
