import { useDatabase } from '@linli/testing'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createPool, type Pool } from '../src/pool.ts'
import { createSql } from '../src/sql.ts'
import { testMigrations } from './support/node.ts'

const db = await useDatabase({ service: 'points', migrations: testMigrations() })
let pool: Pool
let client: pg.PoolClient
let descriptions = 0

beforeAll(async () => {
  pool = createPool(db.url, 2, () => {}) // an idle connection may be cut by the drop of its database
  client = await pool.connect()
  const { connection } = client as pg.PoolClient & { readonly connection: pg.Connection }
  connection.on('rowDescription', () => {
    descriptions += 1
  })
  connection.on('noData', () => {
    descriptions += 1
  })
})
beforeEach(() => {
  descriptions = 0
})
afterAll(async () => {
  client.release()
  await pool.end()
})

test('the columns of a statement are asked for once in the life of a connection', async () => {
  const sql = createSql(client)
  const ask = (n: number) => sql`select ${n}::integer as n, ${'x'}::text as x, '2026-01-02'::date as day`
  expect(await ask(1)).toEqual([{ n: 1, x: 'x', day: '2026-01-02' }])
  expect(descriptions).toBe(1)
  expect(await ask(2)).toEqual([{ n: 2, x: 'x', day: '2026-01-02' }])
  expect(await Promise.all([ask(3), ask(4)])).toEqual([3, 4].map((n) => [{ n, x: 'x', day: '2026-01-02' }]))
  expect(descriptions).toBe(1)
})

test('two that leave together before the first answer both get their rows', async () => {
  const sql = createSql(client)
  const ask = (n: number) => sql`select ${n}::bigint as big`
  expect(await Promise.all([ask(1), ask(2)])).toEqual([[{ big: 1 }], [{ big: 2 }]])
  expect(await ask(3)).toEqual([{ big: 3 }])
  expect(descriptions).toBe(2)
})

test('a statement without rows, and one with none this time, are known too', async () => {
  const sql = createSql(client)
  const note = () => sql`update relay_state set last_seq = last_seq where stream = ${'none'}`
  const none = (n: number) => sql`select ${n}::integer as n where ${n}::integer > 5`
  expect([await note(), await note(), await none(1), await none(2)]).toEqual([[], [], [], []])
  expect(descriptions).toBe(2)
  expect(await none(6)).toEqual([{ n: 6 }])
})

test('what fails is told with who asked, and the next execution works', async () => {
  const sql = createSql(client)
  const divide = (n: number) => sql<{ q: number }>`select 6 / ${n}::integer as q`
  const asking = async () => {
    await divide(0)
  }
  const failure = await asking().catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: '22012' })
  expect(failure instanceof Error && failure.stack).toContain('asking')
  expect(await divide(3)).toEqual([{ q: 2 }])
  expect(await divide(2)).toEqual([{ q: 3 }])
})

test('the rows of a pool’s single statements are the same, on whichever connection', async () => {
  const sql = createSql(pool)
  const other = createSql(client)
  const ask = (on: typeof sql, n: number) => on`select ${n}::integer as n, null::text as nothing`
  const rows = await Promise.all([1, 2, 3].flatMap((n) => [ask(sql, n), ask(other, n)]))
  expect(rows.flat()).toEqual([1, 1, 2, 2, 3, 3].map((n) => ({ n, nothing: null })))
})
