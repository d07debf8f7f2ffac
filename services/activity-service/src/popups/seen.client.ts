import type { BaseDeps } from '@linli/service'
import type { Seen } from './popup.ts'

// The rows decide what somebody has seen; Redis only saves asking them on every page.

type Stores = Pick<BaseDeps, 'redis' | 'log'>

export type SeenPopups = Readonly<Record<string, Seen>>

const TTL_SECONDS = 3_600
const keyOf = (userId: string): string => `popups:seen:${userId}`

/** What a resident has seen, from Redis, else from `load`. */
export async function recallSeen(
  { redis, log }: Stores,
  userId: string,
  load: () => Promise<SeenPopups>,
): Promise<SeenPopups> {
  try {
    const kept = await redis.get(keyOf(userId))
    if (kept !== null) return JSON.parse(kept) as SeenPopups
    const seen = await load()
    await redis.set(keyOf(userId), JSON.stringify(seen), 'EX', TTL_SECONDS)
    return seen
  } catch (error) {
    log.warn({ err: error }, 'seen popups not read from Redis')
    return load()
  }
}

/** Something was seen: the rows know. */
export async function forgetSeen({ redis }: Stores, userId: string): Promise<void> {
  await redis.del(keyOf(userId))
}
