import type { Clock } from '../clock.ts'
import type { SettingsBox } from '../settings.ts'
import { tooFrequent } from './pay-error.ts'

export type RateLimits = { take: (route: string) => void; failed: (route: string) => void }

/** Per second, of wechat.md §6; refunds that fail have a far smaller allowance than those that succeed. */
const PER_SECOND: Record<string, number> = {
  'pay.order': 500,
  'pay.query': 500,
  'pay.close': 500,
  'refund.create': 150,
  'refund.create:failed': 6,
  'refund.query': 300,
  'refund.abnormal': 150,
  certificates: 1000,
}

type Bucket = { tokens: number; at: number }

/** Token buckets on real time, one second deep. Off unless the settings switch them on. */
export function createRateLimits(settings: SettingsBox, clock: Clock): RateLimits {
  const buckets = new Map<string, Bucket>()

  const refill = (name: string, rate: number): Bucket => {
    const at = clock.real()
    const old = buckets.get(name) ?? { tokens: rate, at }
    const bucket = { tokens: Math.min(rate, old.tokens + ((at - old.at) / 1000) * rate), at }
    buckets.set(name, bucket)
    return bucket
  }

  const spend = (name: string, enforce: boolean): void => {
    const rate = PER_SECOND[name]
    if (rate === undefined || !settings.get().rate_limits) return
    const bucket = refill(name, rate)
    if (enforce && bucket.tokens < 1) throw tooFrequent('请求频率超过限制，请降低频率后重试')
    bucket.tokens -= 1
  }

  return {
    take: (route) => {
      spend(route, true)
      const failures = PER_SECOND[`${route}:failed`]
      if (
        failures !== undefined &&
        settings.get().rate_limits &&
        refill(`${route}:failed`, failures).tokens < 1
      ) {
        throw tooFrequent('异常请求频率超过限制，请降低频率后重试')
      }
    },
    failed: (route) => spend(`${route}:failed`, false),
  }
}
