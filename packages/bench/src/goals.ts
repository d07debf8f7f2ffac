import type { Row } from './load.ts'

/** What all of it is: the bare server's rate, in percent, and where the goals in orders per second were set. */
const WHOLE = { '%': 100, '/s': 20_800 } as const
/** Where both cores are busy. */
const CONCURRENCY = 64

const DIRECT = 'bare Fastify, direct'
const BEHIND_GATEWAY = 'bare Fastify, through the gateway'

/** A rate measured by the bare server's: percent of it, or per second where that server answers 20,800. */
export type Ratio = {
  readonly what: string
  readonly unit: keyof typeof WHOLE
  readonly value: number
  readonly atLeast: number
}

const GOALS = [
  { what: 'list of 20, cached, at the service', bare: DIRECT, unit: '%', atLeast: 50 },
  { what: 'detail, cached, at the service', bare: DIRECT, unit: '%', atLeast: 50 },
  { what: 'list of 20, cached, through the gateway', bare: BEHIND_GATEWAY, unit: '%', atLeast: 60 },
  { what: 'detail, cached, through the gateway', bare: BEHIND_GATEWAY, unit: '%', atLeast: 60 },
  { what: 'order to PENDING_PAYMENT', bare: DIRECT, unit: '/s', atLeast: 150 },
  { what: 'whole paid path to PREPARING', bare: DIRECT, unit: '/s', atLeast: 60 },
] as const

/**
 * The rates at 64 clients by what the bare server did in the same run: they say the same on every machine and in its
 * every hour. Where either was not measured there is none.
 */
export function ratiosOf(rows: readonly Row[]): Ratio[] {
  const rateOf = (wanted: string) =>
    rows.find(({ what, concurrency }) => what === wanted && concurrency === CONCURRENCY)?.perSecond
  return GOALS.flatMap(({ what, bare, unit, atLeast }) => {
    const [rate, whole] = [rateOf(what), rateOf(bare)]
    if (rate === undefined || whole === undefined) return []
    return [{ what, unit, value: (rate * WHOLE[unit]) / whole, atLeast }]
  })
}
