import { randomUUID } from 'node:crypto'
import { useDatabase, useNats } from '@linli/testing'
import { expect, test } from 'vitest'
import { inTransaction } from '../src/index.ts'
import { testMigrations, testNode } from './support/node.ts'

const database = await useDatabase({ service: 'points', migrations: testMigrations() })
const nats = await useNats()
const node = testNode({ name: 'points', url: database.url, nats: nats.connection, poolSize: 8 })

const LONG = 'x'.repeat(100_000)

/** One transaction that checks that every answer is its own; every seventh fails in the middle, with more under way. */
async function transact(turn: number): Promise<'committed' | 'refused'> {
  const tag = randomUUID()
  const fails = turn % 7 === 0
  try {
    await inTransaction(node, async (work) => {
      const text = turn % 5 === 0 ? LONG : ''
      const echo = (part: number) =>
        work.sql<{ tag: string; text: string }>`select ${tag + part}::text as tag, ${text}::text as text`
      const answers = await Promise.all([echo(0), echo(1), echo(2)])
      expect(answers.map(([row]) => row?.tag)).toEqual([0, 1, 2].map((part) => tag + part))
      if (fails) await Promise.all([work.sql`select 1 / ${0}::integer`, echo(3)])
      await work.sql`insert into job (name, next_run_at) values (${tag}, ${work.now})`
    })
    return 'committed'
  } catch (error) {
    if (!fails) throw error
    expect(error).toMatchObject({ code: '22012' })
    return 'refused'
  }
}

test('statements that travel together keep their answers apart, failures and long values in between', async () => {
  const turns = Array.from({ length: 2_000 }, (_, turn) => turn).values()
  const outcomes: string[] = []
  const worker = async () => {
    for (const turn of turns) outcomes.push(await transact(turn))
  }
  await Promise.all(Array.from({ length: 200 }, worker))
  const committed = outcomes.filter((outcome) => outcome === 'committed').length
  expect(outcomes).toHaveLength(2_000)
  expect(committed).toBe(2_000 - Math.ceil(2_000 / 7))
  expect(await database.query('select count(*)::integer as count from job')).toEqual([{ count: committed }])
})
