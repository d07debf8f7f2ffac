import type { Job, JobsDeps } from './jobs.ts'
import type { Pool } from './pool.ts'

const EVERY_MS = 6 * 3_600_000
const BATCH = 10_000

// The outbox keeps what a lost broker store may need (replay: 7 days), the inbox what a stream may deliver (30 days).
const RULES = [
  `delete from outbox where seq in (
     select seq from outbox where occurred_at < now() - interval '8 days' and published_at < now() - interval '8 days'
     limit ${BATCH})`,
  `delete from inbox where ctid in (select ctid from inbox where handled_at < now() - interval '35 days' limit ${BATCH})`,
  `delete from event_failure as failed using inbox as seen
   where seen.consumer = failed.consumer and seen.event_id = failed.event_id`,
]

/** Forgets events that can no longer come back; every service runs it beside its own jobs. */
export const purgeEvents: Job<JobsDeps> = {
  name: 'events.purge',
  everyMs: EVERY_MS,
  async run({ pool }) {
    let total = 0
    for (const rule of RULES) total += await untilFewer(pool, rule)
    return total
  },
}

/** Small transactions: a long one would keep dead rows of the whole database alive. */
async function untilFewer(pool: Pool, rule: string): Promise<number> {
  let total = 0
  for (;;) {
    const { rowCount } = await pool.query(rule)
    total += rowCount ?? 0
    if ((rowCount ?? 0) < BATCH) return total
  }
}
