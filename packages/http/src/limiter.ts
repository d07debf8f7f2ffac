import { CommonErrors } from '@linli/core'
import type { Redis, Result } from 'ioredis'

export type LimitRule = {
  /** Part of the key: rules with different names do not share a budget. */
  readonly name: string
  readonly max: number
  readonly windowMs: number
  /** What to do when Redis cannot be asked: logins and codes close, the rest stays open. */
  readonly whenUnavailable: 'allow' | 'refuse'
}

/** @throws TOO_MANY_REQUESTS with `retryAfter` (seconds), or UNAVAILABLE when a closing rule cannot be checked. */
export type Limiter = (rule: LimitRule, key: string, atMs: number) => Promise<void>

declare module 'ioredis' {
  interface RedisCommander<Context> {
    slidingWindow(
      key: string,
      nowMs: number,
      windowMs: number,
      max: number,
      member: string,
    ): Result<number, Context>
  }
}

// A sorted set of accepted instants: no window position ever holds more than `max`. Atomic because it is one script.
// Returns 0 when accepted, else the milliseconds until the oldest accepted one leaves the window.
const SLIDING_WINDOW = `
local now, window, max = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
if redis.call('ZCARD', KEYS[1]) < max then
  redis.call('ZADD', KEYS[1], now, ARGV[4])
  redis.call('PEXPIRE', KEYS[1], window)
  return 0
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return math.max(1, tonumber(oldest[2]) + window - now)`

let sequence = 0

/** An exact sliding window in Redis (product.md S6). @param redis a client; keys get its prefix plus `limit:`. */
export function createLimiter(redis: Redis): Limiter {
  redis.defineCommand('slidingWindow', { numberOfKeys: 1, lua: SLIDING_WINDOW })
  return async (rule, key, atMs) => {
    sequence = (sequence + 1) % Number.MAX_SAFE_INTEGER
    const member = `${process.pid}-${atMs}-${sequence}`
    let waitMs: number
    try {
      waitMs = await redis.slidingWindow(`limit:${rule.name}:${key}`, atMs, rule.windowMs, rule.max, member)
    } catch (error) {
      if (rule.whenUnavailable === 'allow') return
      throw CommonErrors.UNAVAILABLE({ rule: rule.name }, error)
    }
    if (waitMs > 0)
      throw CommonErrors.TOO_MANY_REQUESTS({ rule: rule.name, retryAfter: Math.ceil(waitMs / 1000) })
  }
}
