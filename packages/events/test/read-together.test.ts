import { useDatabase } from '@linli/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPool, type Pool, readTogether } from '../src/index.ts'
import { testMigrations } from './support/node.ts'

const db = await useDatabase({ service: 'points', migrations: testMigrations() })
let pool: Pool
beforeAll(() => {
  pool = createPool(db.url, 3, () => {}) // an idle connection may be cut by the drop of its database
})
afterAll(() => pool.end())

test('what is read together is asked on one connection, which is given back', async () => {
  const pids = await readTogether({ pool }, (sql) => {
    const pid = async (n: number) =>
      (await sql<{ n: number; pid: number }>`select ${n}::integer as n, pg_backend_pid() as pid`)[0]
    return Promise.all([pid(1), pid(2), pid(3)])
  })
  expect(pids.map((row) => row?.n)).toEqual([1, 2, 3])
  expect(new Set(pids.map((row) => row?.pid)).size).toBe(1)
  expect([pool.totalCount, pool.idleCount]).toEqual([1, 1])
})

test('one that fails fails alone, and the connection goes on', async () => {
  const outcomes = await readTogether({ pool }, (sql) =>
    Promise.allSettled([sql`select 1 as n`, sql`select 1 / ${0}::integer`, sql`select 3 as n`]),
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  await expect(
    readTogether({ pool }, (sql) => Promise.all([sql`select 1 / ${0}::integer`, sql`select 2 as n`])),
  ).rejects.toMatchObject({ code: '22012' })
  expect(await readTogether({ pool }, (sql) => sql`select 4 as n`)).toEqual([{ n: 4 }])
  expect(pool.totalCount).toBe(1)
})

test('a connection that breaks meanwhile is not given to the next', async () => {
  await expect(
    readTogether({ pool }, (sql) => sql`select pg_terminate_backend(pg_backend_pid())`),
  ).rejects.toThrow()
  expect(await readTogether({ pool }, (sql) => sql`select 5 as n`)).toEqual([{ n: 5 }])
})
