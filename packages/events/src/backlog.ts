import { type BatchObservableResult, metrics } from '@opentelemetry/api'
import type { Pool } from './pool.ts'

type Backlog = { unpublished: number; oldest: number; dead: number }

/**
 * Gauges read when metrics are: events not published yet, the age of the oldest in seconds, events parked.
 * @returns how to stop observing.
 */
export function observeBacklog({ name, pool }: { name: string; pool: Pool }): () => void {
  const meter = metrics.getMeter('linli')
  const unpublished = meter.createObservableGauge('outbox_unpublished', {
    description: 'events not published yet',
  })
  const oldest = meter.createObservableGauge('outbox_oldest_seconds', {
    description: 'age of the oldest of them',
  })
  const dead = meter.createObservableGauge('dead_events', { description: 'parked and not redriven' })
  const gauges = [unpublished, oldest, dead]
  const observe = async (result: BatchObservableResult) => {
    const backlog = await read(pool)
    if (!backlog) return
    const labels = { service: name }
    result.observe(unpublished, backlog.unpublished, labels)
    result.observe(oldest, backlog.oldest, labels)
    result.observe(dead, backlog.dead, labels)
  }
  meter.addBatchObservableCallback(observe, gauges)
  return () => meter.removeBatchObservableCallback(observe, gauges)
}

async function read(pool: Pool): Promise<Backlog | undefined> {
  try {
    const { rows } = await pool.query<Backlog>({
      name: 'backlog',
      text: `select count(*)::integer as unpublished,
                    coalesce(extract(epoch from now() - min(occurred_at)), 0)::float8 as oldest,
                    (select count(*)::integer from dead_event where redriven_at is null) as dead
             from outbox where published_at is null`,
    })
    return rows[0]
  } catch {
    return undefined // no figure is the figure of a database that is away; readiness tells why
  }
}
