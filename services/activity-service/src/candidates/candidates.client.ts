import type { BaseDeps } from '@linli/service'

/** What may be shown, kept for an hour; whether and to whom is decided on every view. */
export type Candidates<Item> = {
  list(load: () => Promise<readonly Item[]>): Promise<readonly Item[]>
  /** Every process loads anew with its next view: this is the emergency switch (product.md A02). */
  forget(): Promise<void>
}

const TTL_SECONDS = 3_600
const TIMES = new Set(['startsAt', 'endsAt'])

const revive = (key: string, value: unknown): unknown =>
  TIMES.has(key) && typeof value === 'string' ? new Date(value) : value

/**
 * Candidates in Redis under the number of their edition: what was loaded before a change and stored after it lies under
 * the old number and is never read. Without Redis they come from `load` each time.
 */
export function createCandidates<Item>(
  { redis, log }: Pick<BaseDeps, 'redis' | 'log'>,
  name: string,
): Candidates<Item> {
  const edition = `candidates:${name}:edition`
  return {
    async list(load) {
      try {
        const key = `candidates:${name}:${(await redis.get(edition)) ?? '0'}`
        const kept = await redis.get(key)
        if (kept !== null) return JSON.parse(kept, revive) as Item[]
        const items = await load()
        await redis.set(key, JSON.stringify(items), 'EX', TTL_SECONDS)
        return items
      } catch (error) {
        log.warn({ err: error, name }, 'candidates not read from Redis')
        return load()
      }
    },
    async forget() {
      await redis.incr(edition)
    },
  }
}
