import type { Answer, Exchange } from '../exchange.ts'
import type { PluginConfigs } from '../plugin-schemas.ts'

const PLAIN = /^[A-Za-z0-9.:/-]+$/

export type Cors = {
  /** Answers a preflight, before anyone is asked for a token. */
  preflight(exchange: Exchange): Answer | undefined
  /** Headers of every other answer to a browser; runs where no route matches, too. */
  decorate(exchange: Exchange): void
}

export function cors(config: PluginConfigs['cors']): Cors {
  const allowOrigin = originRule(config.origins)
  const preflightHeaders = [
    'Access-Control-Allow-Headers',
    config.headers.join(','),
    'Access-Control-Allow-Methods',
    config.methods.join(','),
    'Access-Control-Max-Age',
    String(config.max_age),
  ]
  const exposed = config.exposed_headers.join(',')
  return {
    preflight({ method, seen }) {
      if (method !== 'OPTIONS' || !seen.origin || !seen.preflightMethod) return undefined
      return { status: 200, headers: [...allowOrigin(seen.origin), ...preflightHeaders] }
    },
    decorate({ seen, answerHeaders }) {
      if (!seen.origin) return
      answerHeaders.push(...allowOrigin(seen.origin))
      if (exposed) answerHeaders.push('Access-Control-Expose-Headers', exposed)
    },
  }
}

/** One plain origin is always named; of several, or of a pattern, the one that asks, if it is among them. */
function originRule(origins: readonly string[]): (origin: string) => string[] {
  const [first] = origins
  if (origins.includes('*')) return () => ['Access-Control-Allow-Origin', '*']
  if (origins.length === 1 && first !== undefined && PLAIN.test(first)) {
    return () => ['Vary', 'Origin', 'Access-Control-Allow-Origin', first]
  }
  const patterns = origins.map(
    (origin) => new RegExp(`^${PLAIN.test(origin) ? escapeRegex(origin) : origin}$`),
  )
  return (origin) =>
    patterns.some((pattern) => pattern.test(origin))
      ? ['Vary', 'Origin', 'Access-Control-Allow-Origin', origin]
      : ['Vary', 'Origin']
}

const escapeRegex = (text: string): string => text.replace(/[.\-/]/g, '\\$&')
