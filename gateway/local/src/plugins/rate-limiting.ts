import type { Clock } from '@linli/core'
import type { Counters } from '../counters.ts'
import type { Answer, Exchange, Step } from '../exchange.ts'
import { SUBJECT_HEADER } from '../identity.ts'
import type { PluginConfigs } from '../plugin-schemas.ts'

type Period = { readonly name: string; readonly seconds: number; readonly limit: number }
type Usage = Period & { readonly remaining: number; readonly reset: number }

const PERIODS = { second: 1, minute: 60, hour: 3600, day: 86_400 } as const

export type LimiterContext = {
  /** Where the plugin stands in the file: limits of two places do not share a budget. */
  readonly scope: string
  readonly counters: Counters
  readonly clock: Clock
}

/** Fixed windows, as Kong's plugin counts them. With Redis away, `fault_tolerant` lets everything through. */
export function rateLimiting(config: PluginConfigs['rate-limiting'], context: LimiterContext): Step {
  const periods = periodsOf(config)
  const { scope, counters, clock } = context
  const syncMs = config.sync_rate * 1000
  const named = config.limit_by === 'header' ? namedBy(config.header_name ?? '') : () => undefined
  const [only] = periods
  if (!only) throw new Error(`${scope}: rate-limiting without a limit`)

  if (syncMs >= 0 && periods.length === 1 && config.hide_client_headers) {
    return (exchange) => {
      const now = Math.floor(clock.now().getTime() / 1000)
      const count = counters.hitLocally(
        keyOf(`${scope}:${named(exchange) ?? exchange.clientIp}`, only, now),
        only.seconds,
        syncMs,
      )
      return count > only.limit ? { status: 429, headers: [] } : undefined
    }
  }
  if (syncMs >= 0) throw new Error(`${scope}: sync_rate is implemented for one hidden limit`)

  return async (exchange) => {
    const now = Math.floor(clock.now().getTime() / 1000)
    const who = `${scope}:${named(exchange) ?? exchange.clientIp}`
    const counts = await Promise.all(
      periods.map((period) => counters.hit(keyOf(who, period, now), period.seconds)),
    )
    if (counts.includes(undefined)) return config.fault_tolerant ? undefined : { status: 500, headers: [] }
    const usages = periods.map((period, i): Usage => {
      const count = counts[i] ?? 0
      return {
        ...period,
        remaining: period.limit - count,
        reset: Math.max(1, period.seconds - (now % period.seconds)),
      }
    })
    return answer(exchange, usages, config.hide_client_headers)
  }
}

function answer(exchange: Exchange, usages: readonly Usage[], hidden: boolean): Answer | undefined {
  const over = usages.filter((usage) => usage.remaining < 0)
  const tightest = usages.toSorted((a, b) => a.remaining - b.remaining || b.seconds - a.seconds)[0]
  if (!hidden && tightest) {
    for (const { name, limit, remaining } of usages) {
      exchange.answerHeaders.push(`X-RateLimit-Limit-${name}`, String(limit))
      exchange.answerHeaders.push(`X-RateLimit-Remaining-${name}`, String(Math.max(0, remaining)))
    }
    exchange.answerHeaders.push('RateLimit-Limit', String(tightest.limit))
    exchange.answerHeaders.push('RateLimit-Remaining', String(Math.max(0, tightest.remaining)))
    exchange.answerHeaders.push('RateLimit-Reset', String(tightest.reset))
  }
  if (over.length === 0) return undefined
  const retryAfter = Math.max(...over.map((usage) => usage.reset))
  return { status: 429, headers: hidden ? [] : ['Retry-After', String(retryAfter)] }
}

function periodsOf(config: PluginConfigs['rate-limiting']): Period[] {
  return Object.entries(PERIODS).flatMap(([unit, seconds]) => {
    const limit = config[unit as keyof typeof PERIODS]
    return limit === undefined ? [] : [{ name: unit.charAt(0).toUpperCase() + unit.slice(1), seconds, limit }]
  })
}

/** The header that names the caller; the subject's own header exists only when jwt let the token in. */
function namedBy(header: string): (exchange: Exchange) => string | undefined {
  if (header !== SUBJECT_HEADER) throw new Error(`rate-limiting: header_name ${header} is not implemented`)
  return (exchange) => exchange.caller?.subject
}

/** One key per window: it is named by its beginning. @param now Unix seconds */
const keyOf = (who: string, { name, seconds }: Period, now: number): string =>
  `ratelimit:${who}:${now - (now % seconds)}:${name}`
