import type { BaseDeps } from '@linli/service'

// Only a hint: the rows decide, and without Redis every claim asks them.

type Hints = Pick<BaseDeps, 'redis' | 'log'>

/** Long enough to turn a rush away, short enough to forget when more are printed. */
const SECONDS = 30

const keyOf = (templateId: string) => `coupon:sold-out:${templateId}`

/** Tells later claims at once that the last one is gone. */
export async function noteSoldOut({ redis, log }: Hints, templateId: string): Promise<void> {
  try {
    await redis.set(keyOf(templateId), '1', 'EX', SECONDS)
  } catch (error) {
    log.warn({ err: error }, 'sold-out hint not written')
  }
}

/** More were printed. */
export async function forgetSoldOut({ redis, log }: Hints, templateId: string): Promise<void> {
  try {
    await redis.del(keyOf(templateId))
  } catch (error) {
    log.warn({ err: error }, 'sold-out hint not removed')
  }
}

export async function isSoldOut({ redis, log }: Hints, templateId: string): Promise<boolean> {
  try {
    return (await redis.exists(keyOf(templateId))) === 1
  } catch (error) {
    log.warn({ err: error }, 'sold-out hint not read')
    return false
  }
}
