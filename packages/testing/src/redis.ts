import { Redis } from 'ioredis'
import { afterAll } from 'vitest'
import { infra } from './infra.ts'

export interface TestRedis {
  /** Ends in the number of a database that is empty and this file's own. */
  url: string
  client: Redis
  /** Empties this file's database. */
  flush: () => Promise<void>
}

const COUNTER = 'linli:testing:databases'

/** An empty numbered Redis database. Call it at the top level of a test file. */
export async function useRedis(): Promise<TestRedis> {
  const server = infra().redis
  const index = await nextDatabase(server)
  const url = `${server.replace(/\/\d*$/, '')}/${index}`
  const client = new Redis(url)
  await client.flushdb()
  afterAll(async () => {
    await client.flushdb()
    client.disconnect()
  })
  return { url, client, flush: async () => void (await client.flushdb()) }
}

/** Databases are handed out in turn; number 0 keeps the count. */
async function nextDatabase(server: string): Promise<number> {
  const client = new Redis(server)
  try {
    const reply: unknown = await client.config('GET', 'databases')
    const count = Number(Array.isArray(reply) ? reply[1] : 16)
    return 1 + ((await client.incr(COUNTER)) % (count - 1))
  } finally {
    client.disconnect()
  }
}
