import { shapeOf } from '@linli/core'
import { type BaseDeps, keptAs } from '@linli/service'
import type { Seen } from './popup.ts'

// The rows decide what somebody has seen; Redis only saves asking them on every page.

type Stores = Pick<BaseDeps, 'redis' | 'log'>

export type SeenPopups = Readonly<Record<string, Seen>>

const TTL_SECONDS = 3_600
const kept = keptAs<SeenPopups>(shapeOf<Seen>({ exposures: true, lastDay: true }))
const keyOf = (userId: string): string => `popups:seen:${userId}`

/** What a resident has seen, from Redis, else from `load`. */
export async function recallSeen(
  { redis, log }: Stores,
  userId: string,
  load: () => Promise<SeenPopups>,
): Promise<SeenPopups> {
  try {
    const known = kept.read(await redis.get(keyOf(userId)))
    if (known) return known
    const seen = await load()
    await redis.set(keyOf(userId), kept.write(seen), 'EX', TTL_SECONDS)
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
