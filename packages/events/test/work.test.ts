import { CommonErrors, happened } from '@linli/core'
import { OrderPaid } from '@linli/proto/order'
import { useDatabase, useNats } from '@linli/testing'
import { beforeEach, expect, test } from 'vitest'
import { inTransaction, uniqueViolation } from '../src/index.ts'
import { testMigrations, testNode } from './support/node.ts'

const database = await useDatabase({ service: 'points', migrations: testMigrations() })
const nats = await useNats()
const node = testNode({ name: 'points', url: database.url, nats: nats.connection, poolSize: 8 })

beforeEach(() => database.query('delete from job'))

const job = (name: string) => ({ data: { name, nextRunAt: new Date('2030-01-01') } })
const names = async () =>
  (await database.query<{ name: string }>('select name from job order by name')).map((r) => r.name)

test('SQL and Prisma see each other before the commit and commit together', async () => {
  await inTransaction(node, async (work) => {
    await work.sql`insert into job (name, next_run_at) values ('sql', ${work.now})`
    expect(await work.db.job.findUnique({ where: { name: 'sql' } })).toMatchObject({ name: 'sql' })
    await work.db.job.create(job('prisma'))
    const rows = await work.sql<{ name: string }>`select name from job order by name`
    expect(rows.map((row) => row.name)).toEqual(['prisma', 'sql'])
    expect(await names()).toEqual([])
  })
  expect(await names()).toEqual(['prisma', 'sql'])
})

test('a failure rolls both back, and nothing is published', async () => {
  const failing = inTransaction(node, async (work) => {
    await work.db.job.create(job('a'))
    await work.sql`insert into job (name, next_run_at) values ('b', ${work.now})`
    work.publish(
      happened(OrderPaid, { aggregateType: 'order', aggregateId: 'o1' }, OrderPaid.fromPartial({})),
    )
    throw CommonErrors.NOT_FOUND()
  })
  await expect(failing).rejects.toMatchObject({ code: 404 })
  expect(await names()).toEqual([])
  expect(await database.query('select 1 from outbox')).toEqual([])
})

test('an error of Prisma rolls back and names the violated rule', async () => {
  const failing = inTransaction(node, async (work) => {
    await work.sql`insert into job (name, next_run_at) values ('a', ${work.now})`
    await work.db.job.create(job('a'))
  })
  const error = await failing.catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'P2002' })
  expect(uniqueViolation(error)).toBeDefined()
  expect(await names()).toEqual([])
})

test('Prisma begins only when it is used', async () => {
  let begun = 0
  const { begin } = node.prisma
  const counting: typeof begin = (run, options) => {
    begun += 1
    return begin(run, options)
  }
  const counted = { ...node, prisma: { ...node.prisma, begin: counting } }
  await inTransaction(
    counted,
    (work) => work.sql`insert into job (name, next_run_at) values ('sql', ${work.now})`,
  )
  expect(begun).toBe(0)
  await inTransaction(counted, async (work) => {
    await Promise.all([work.db.job.findMany({}), work.db.job.findMany({})])
  })
  expect(begun).toBe(1)
})

test('concurrent works never share a connection or a transaction', async () => {
  const results = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      inTransaction(node, async (work) => {
        const mine = `w${i}`
        const [first] = await work.sql<{ xid: string; pid: number }>`
          select txid_current()::text as xid, pg_backend_pid() as pid`
        await work.db.job.create(job(mine))
        const visible = await work.db.job.findMany({ where: { name: { startsWith: 'w' } } })
        const [last] = await work.sql<{ xid: string; pid: number }>`
          select txid_current()::text as xid, pg_backend_pid() as pid`
        expect(last).toEqual(first)
        if (i % 4 === 0) throw new Error('no')
        return { first, sawOwn: visible.some(({ name }) => name === mine) }
      }).catch(() => undefined),
    ),
  )
  const done = results.filter((result) => result !== undefined)
  expect(done).toHaveLength(30)
  expect(done.every(({ sawOwn }) => sawOwn)).toBe(true)
  expect(new Set(done.map(({ first }) => first?.xid)).size).toBe(30)
  expect(await names()).toHaveLength(30)
})

test('look-ups by key of two works in one tick are not batched into one transaction', async () => {
  let reading = 2
  const bothRead = Promise.withResolvers<void>()
  const both = await Promise.all(
    ['x', 'y'].map((name) =>
      inTransaction(node, async (work) => {
        await work.sql`insert into job (name, next_run_at, last_error) values (${name}, ${work.now}, ${name})`
        const found = await Promise.all([
          work.db.job.findUnique({ where: { name: 'x' } }),
          work.db.job.findUnique({ where: { name: 'y' } }),
        ])
        reading -= 1
        if (reading === 0) bothRead.resolve()
        await bothRead.promise // before either commits, so that seeing the other's row would be a mix-up
        return found.map((row) => row?.name)
      }),
    ),
  )
  expect(both).toEqual([
    ['x', undefined],
    [undefined, 'y'],
  ])
})

test('what a deferred action throws is reported and undoes nothing; the connection is free by then', async () => {
  const small = testNode({ name: 'points', url: database.url, nats: nats.connection, poolSize: 2 })
  let inUse = -1
  const value = await inTransaction(small, async (work) => {
    await work.sql`insert into job (name, next_run_at) values ('kept', ${work.now})`
    work.afterCommit(() => {
      inUse = small.pool.totalCount - small.pool.idleCount
      throw new Error('cache is down')
    })
    return 7
  })
  expect(value).toBe(7)
  expect(inUse).toBe(0)
  expect(small.errors).toMatchObject([{ message: 'cache is down' }])
  expect(await names()).toEqual(['kept'])
})

test('a deadlock is retried, by SQL and by Prisma, and each effect happens once', async () => {
  for (const name of ['a', 'b'])
    await database.query('insert into job (name, next_run_at) values ($1, now())', [name])
  let attempts = 0
  let started = 0
  const bothStarted = Promise.withResolvers<void>()
  const crossing = (first: string, second: string, byPrisma: boolean) =>
    inTransaction(node, async (work) => {
      attempts += 1
      const touch = (name: string) =>
        byPrisma
          ? work.db.job.update({ where: { name }, data: { lastError: first } })
          : work.sql`update job set last_error = ${first} where name = ${name}`
      await touch(first)
      started += 1
      if (started === 2) bothStarted.resolve()
      await bothStarted.promise
      await touch(second)
      work.publish(
        happened(OrderPaid, { aggregateType: 'job', aggregateId: first }, OrderPaid.fromPartial({})),
      )
    })
  await database.query('delete from outbox')
  await Promise.all([crossing('a', 'b', false), crossing('b', 'a', true)])
  expect(attempts).toBeGreaterThanOrEqual(3)
  expect(await database.query('select aggregate_id from outbox')).toHaveLength(2)
})

test('a deadlock is retried, also when statements behind it answer first that the transaction is aborted', async () => {
  for (const name of ['a', 'b'])
    await database.query('insert into job (name, next_run_at) values ($1, now())', [name])
  let attempts = 0
  let started = 0
  const bothStarted = Promise.withResolvers<void>()
  const crossing = (first: string, second: string) =>
    inTransaction(node, async (work) => {
      attempts += 1
      const touch = (name: string) => work.sql`update job set last_error = ${first} where name = ${name}`
      const change = async () => {
        await Promise.all([touch(second), work.sql`select 1`])
      }
      await touch(first)
      started += 1
      if (started === 2) bothStarted.resolve()
      await bothStarted.promise
      await Promise.all([change(), work.sql`select 1`]) // they leave together, and nobody waits in between
    })
  await Promise.all([crossing('a', 'b'), crossing('b', 'a')])
  expect(attempts).toBeGreaterThanOrEqual(3)
})

test('a work that failed tells why, not that its transaction is aborted', async () => {
  const failing = inTransaction(node, async (work) => {
    await work.sql`insert into job (name, next_run_at) values ('a', ${work.now})`
    const insert = async () => {
      await Promise.all([
        work.sql`insert into job (name, next_run_at) values ('a', ${work.now})`,
        work.sql`select 1`,
      ])
    }
    await Promise.all([insert(), work.sql`select 1`])
  })
  expect(uniqueViolation(await failing.catch((caught: unknown) => caught))).toBe('job_pkey')
})

test('a swallowed SQL error is not mistaken for a commit', async () => {
  const failing = inTransaction(node, async (work) => {
    await work.sql`insert into job (name, next_run_at) values ('lost', ${work.now})`
    await work.sql`select 1 / 0`.catch(() => undefined)
  })
  await expect(failing).rejects.toThrow('swallowed')
  expect(await names()).toEqual([])
})

test('a branch nobody waited for cannot write into the next transaction of its connection', async () => {
  const late = Promise.withResolvers<void>()
  const tried = Promise.withResolvers<unknown>()
  const failing = inTransaction(node, async (work) => {
    const branch = async () => {
      await late.promise
      await work.sql`insert into job (name, next_run_at) values ('stray', ${work.now})`
    }
    branch().then(tried.resolve, tried.resolve)
    throw new Error('early')
  })
  await expect(failing).rejects.toThrow('early')
  late.resolve()
  expect(await tried.promise).toMatchObject({ message: 'this transaction is over' })
  expect(await names()).toEqual([])
})

test('a work that fails while Prisma is still beginning ends at once', async () => {
  const startedAt = performance.now()
  const failing = inTransaction(node, async (work) => {
    await Promise.all([work.db.job.create(job('a')), Promise.reject(new Error('first'))])
  })
  await expect(failing).rejects.toThrow('first')
  expect(performance.now() - startedAt).toBeLessThan(15_000)
  expect(await names()).toEqual([])
})

test('no connection, listener or transaction is left behind by hundreds of works', async () => {
  const small = testNode({ name: 'points', url: database.url, nats: nats.connection, poolSize: 3 })
  await Promise.all(
    Array.from({ length: 300 }, (_, i) =>
      inTransaction(small, async (work) => {
        if (i % 3 === 0) await work.db.job.findMany({})
        if (i % 5 === 0) throw new Error('no')
        await work.sql`select ${i}::int`
      }).catch(() => undefined),
    ),
  )
  expect(small.pool.idleCount).toBe(small.pool.totalCount)
  expect(small.pool.waitingCount).toBe(0)
  const clients = await Promise.all(Array.from({ length: 3 }, () => small.pool.connect()))
  expect(clients.map((client) => client.listenerCount('error'))).toEqual([0, 0, 0])
  for (const client of clients) client.release()
  const open = await database.query(`select 1 from pg_stat_activity where state like 'idle in transaction%'
    and datname = current_database()`)
  expect(open).toEqual([])
})
