import type { Data } from '@linli/api-client'
import { formatClock, formatDay } from '../../format/time.ts'
import type { Slot } from './chart-options.ts'

type Statistics = Pick<Data<'getAdminOrderStatistics'>, 'from' | 'to' | 'unit' | 'series' | 'seriesBefore'>

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const FEN_PER_YUAN = 100

/** Every hour of the day, or every day of the range, also those in which nothing was sold; null lies ahead. */
export function slotsOf({ from, to, unit, series, seriesBefore }: Statistics): Slot[] {
  const start = Date.parse(from)
  const step = unit === 'hour' ? HOUR_MS : DAY_MS
  const count = unit === 'hour' ? DAY_MS / HOUR_MS : Math.ceil((Date.parse(to) - start) / DAY_MS)
  const now = new Map(series.map((bucket) => [Date.parse(bucket.at), bucket]))
  const before = new Map(seriesBefore.map((bucket) => [Date.parse(bucket.at), bucket]))
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * step
    const isAhead = at > Date.parse(to)
    const iso = new Date(at).toISOString()
    return {
      label: unit === 'hour' ? formatClock(iso) : formatDay(iso),
      orders: isAhead ? null : (now.get(at)?.orders ?? 0),
      gmvYuan: isAhead ? null : (now.get(at)?.gmvFen ?? 0) / FEN_PER_YUAN,
      gmvBeforeYuan: (before.get(at - count * step)?.gmvFen ?? 0) / FEN_PER_YUAN,
    }
  })
}
