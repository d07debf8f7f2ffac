import { eventually, useCuttable, useDatabase, useNats } from '@linli/testing'
import { expect, test } from 'vitest'
import { inTransaction, isConnectionFailure, startConsumers, startRelay } from '../src/index.ts'
import { crediting, pay, refs } from './support/ledger.ts'
import { testMigrations, testNode } from './support/node.ts'

const migrations = testMigrations()
const orders = await useDatabase({ service: 'order', migrations })
const points = await useDatabase({ service: 'points', migrations })
const nats = await useNats()
const shared = { nats: nats.connection, prefix: nats.prefix }
const toOrders = await useCuttable(orders.url)
const toPoints = await useCuttable(points.url)
const producer = testNode({ name: 'order', url: toOrders.url, ...shared })
const consumer = { ...testNode({ name: 'points', url: toPoints.url, ...shared }), unavailableRetryMs: 50 }

test('while PostgreSQL is away events cost no tries, and everything goes on when it is back', async () => {
  const relay = startRelay(producer)
  const consumers = startConsumers(consumer, crediting)
  await pay(producer, 'before')
  await eventually(async () => expect(await refs(points)).toEqual(['before']))
  toPoints.cut()
  await pay(producer, 'during')
  const waits = () => consumer.log.lines.filter(({ message }) => message.includes('outage')).length
  await eventually(() => expect(waits()).toBeGreaterThan(consumer.backoffMs.length + 2))
  toPoints.heal()
  await eventually(async () => expect(await refs(points)).toEqual(['before', 'during']))
  toOrders.cut()
  await expect(pay(producer, 'never')).rejects.toSatisfy(isConnectionFailure)
  toOrders.heal()
  await pay(producer, 'after')
  await eventually(async () => expect(await refs(points)).toEqual(['before', 'during', 'after']))
  expect(await points.query('select 1 from event_failure union all select 1 from dead_event')).toEqual([])
  await Promise.all([relay.stop(), consumers.stop()])
})

test('a connection that breaks in a work is thrown away, by SQL and by Prisma', async () => {
  for (const use of ['sql', 'prisma'] as const) {
    const failing = inTransaction(consumer, async (work) => {
      await work.sql`select 1`
      if (use === 'prisma') await work.db.job.findMany({})
      toPoints.cut()
      if (use === 'prisma') await work.db.job.findMany({})
      else await work.sql`select 2`
    })
    await expect(failing).rejects.toSatisfy(isConnectionFailure)
    toPoints.heal()
    await inTransaction(consumer, async (work) => {
      await work.sql`select 3`
      await work.db.job.findMany({})
    })
  }
})
