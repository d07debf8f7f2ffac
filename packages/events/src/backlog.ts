import { defineGauges } from './gauges.ts'
import type { Pool } from './pool.ts'

type Backlog = { outbox_unpublished: number; outbox_oldest_seconds: number; dead_events: number }

/** What waits to be told, and what could not be handled. */
export const backlogGauges = defineGauges<{ readonly pool: Pool }>({
  gauges: {
    outbox_unpublished: 'events not published yet',
    outbox_oldest_seconds: 'age of the oldest of them',
    dead_events: 'parked and not redriven',
  },
  async read({ pool }) {
    const { rows } = await pool.query<Backlog>({
      name: 'backlog',
      text: `select count(*)::integer as outbox_unpublished,
                    coalesce(extract(epoch from now() - min(occurred_at)), 0)::float8 as outbox_oldest_seconds,
                    (select count(*)::integer from dead_event where redriven_at is null) as dead_events
             from outbox where published_at is null`,
    })
    return rows.map((values) => ({ values }))
  },
})
