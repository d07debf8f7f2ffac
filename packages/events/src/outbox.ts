import { type DomainEvent, newId } from '@linli/core'
import type { Sql } from './sql.ts'

/** Trace context, correlation and causation: travel beside the payload, never in it. */
export type OutboxHeaders = Readonly<Record<string, string>>

export type OutboxRow = {
  seq: number
  id: string
  type: string
  aggregate_type: string
  aggregate_id: string
  aggregate_version: number
  /** JSON, as it is published. */
  payload: string
  headers: OutboxHeaders
  occurred_at: Date
}

/** Inserts the events in order; who commits them rings the relay's bell. */
export async function writeOutbox(
  work: { readonly sql: Sql; readonly now: Date },
  events: readonly DomainEvent[],
  headers: OutboxHeaders,
): Promise<void> {
  const rows = events.map((event) => {
    const id = newId(work.now)
    return { ...event, id, headers: { correlationId: id, ...headers } }
  })
  await work.sql`
    insert into outbox (id, type, aggregate_type, aggregate_id, aggregate_version, payload, headers, occurred_at)
    select (e->>'id')::uuid, e->>'type', e->>'aggregateType', e->>'aggregateId', (e->>'aggregateVersion')::integer,
           e->'payload', e->'headers', ${work.now}
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as events(e, position)
    order by position`
}
