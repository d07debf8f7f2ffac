import { type BaseDeps, keptAs } from '@linli/service'

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
 * the old number and is never read. Nor is what another version of this service stored in another shape. Without Redis
 * they come from `load` each time.
 */
export function createCandidates<Item>(
  { redis, log }: Pick<BaseDeps, 'redis' | 'log'>,
  { name, shape }: { name: string; shape: string },
): Candidates<Item> {
  const kept = keptAs<readonly Item[]>(shape)
  const edition = `candidates:${name}:edition`
  return {
    async list(load) {
      try {
        const key = `candidates:${name}:${(await redis.get(edition)) ?? '0'}`
        const known = kept.read(await redis.get(key), revive)
        if (known) return known
        const items = await load()
        await redis.set(key, kept.write(items), 'EX', TTL_SECONDS)
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
