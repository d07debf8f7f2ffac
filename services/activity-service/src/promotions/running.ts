import type { Clock } from '@linli/core'
import type { Promotion } from './promotion.ts'
import type { Stacking } from './stacking.ts'

/** Every rule that prices a basket now. */
export type Rules = {
  /** Running, soon running, or over for less than a quote lives. */
  readonly promotions: readonly Promotion[]
  readonly stacking: Stacking
  /** Changes when any of it changes: goes into the quote token. */
  readonly version: string
}

export type RulesCache = {
  /** What `load` gave at most `RULES_MS` ago. */
  get(load: () => Promise<Rules>): Promise<Rules>
  /** Forgets: somebody has just changed a rule. */
  drop(): void
}

/** How long a change in another process may go unnoticed; prices are compared again when the order is placed. */
const RULES_MS = 2_000

/** A cache of one value; requests that come together load together. */
export function createRulesCache(clock: Clock): RulesCache {
  let current: { readonly loading: Promise<Rules>; readonly until: number } | undefined
  return {
    get(load) {
      const now = clock.now().getTime()
      if (current && now < current.until) return current.loading
      const fresh = { loading: load(), until: now + RULES_MS }
      current = fresh
      fresh.loading.catch(() => {
        if (current === fresh) current = undefined // the next one tries again; whoever waits sees the error
      })
      return fresh.loading
    },
    drop() {
      current = undefined
    },
  }
}
