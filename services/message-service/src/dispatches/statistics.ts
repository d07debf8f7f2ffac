import type { Channel } from '../rules/rule.ts'
import type { DispatchStatus } from './dispatch.ts'

type Count = {
  readonly eventType: string
  readonly channel: Channel
  readonly status: DispatchStatus
  readonly failure: string | null
  readonly count: number
}

const SENT: readonly DispatchStatus[] = ['SENT', 'DELIVERED']

/** Counts by state as what an operator asks: tried, sent, arrived, failed and why (M12). */
export function summarize(counts: readonly Count[]) {
  const groups = Map.groupBy(counts, ({ eventType, channel }) => `${eventType} ${channel}`)
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows
    if (!first) return []
    const sum = (...statuses: readonly DispatchStatus[]) =>
      rows.reduce((total, { status, count }) => total + (statuses.includes(status) ? count : 0), 0)
    const failures: Record<string, number> = {}
    for (const { status, failure, count } of rows)
      if (status === 'FAILED' && failure) failures[failure] = (failures[failure] ?? 0) + count
    return [
      {
        eventType: first.eventType,
        channel: first.channel,
        attempted: sum(...SENT, 'FAILED', 'SENDING'),
        sent: sum(...SENT),
        delivered: sum('DELIVERED'),
        failed: sum('FAILED'),
        suppressed: sum('SUPPRESSED'),
        failures,
      },
    ]
  })
}
