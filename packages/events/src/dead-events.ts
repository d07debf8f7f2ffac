import { newId } from '@linli/core'
import type { JsMsg } from '@nats-io/jetstream'
import type { Pool } from './pool.ts'
import type { Subscription } from './subscription.ts'
import { inTransaction, type TransactionDeps } from './work.ts'

export type DeadEvent = {
  id: string
  consumer: string
  event_id: string | null
  subject: string
  payload: string
  headers: Record<string, string>
  error: string
  parked_at: Date
  redriven_at: Date | null
}

type Failed = { consumer: string; eventId: string; error: unknown }

/** Counts a failed try of one event in one consumer. @returns failures so far, this one included. */
export async function recordFailure(pool: Pool, { consumer, eventId, error }: Failed): Promise<number> {
  const { rows } = await pool.query<{ attempts: number }>(
    `insert into event_failure (consumer, event_id, attempts, last_error) values ($1, $2, 1, $3)
     on conflict (consumer, event_id) do update
       set attempts = event_failure.attempts + 1, last_error = excluded.last_error
     returning attempts`,
    [consumer, eventId, describe(error)],
  )
  return rows[0]?.attempts ?? 1
}

type Parked = { consumer: string; eventId: string | undefined; message: JsMsg; error: unknown }

/** Keeps the message with its headers and the error until somebody redrives it. Parking twice keeps one row. */
export async function park(pool: Pool, { consumer, eventId, message, error }: Parked): Promise<void> {
  const headers: Record<string, string> = {}
  for (const key of message.headers?.keys() ?? []) headers[key] = message.headers?.get(key) ?? ''
  await pool.query(
    `insert into dead_event (id, consumer, event_id, stream_seq, subject, payload, headers, error, parked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, now())
     on conflict (consumer, subject, stream_seq) do update set error = excluded.error, redriven_at = null`,
    [
      newId(message.time),
      consumer,
      eventId ?? null,
      message.seq,
      message.subject,
      new TextDecoder().decode(message.data).replaceAll('\u0000', '\uFFFD'), // PostgreSQL text has no NUL
      JSON.stringify(headers),
      describe(error),
    ],
  )
}

export async function listDeadEvents(pool: Pool, limit: number): Promise<DeadEvent[]> {
  const { rows } = await pool.query<DeadEvent>(
    `select id, consumer, event_id, subject, payload, headers, error, parked_at, redriven_at
     from dead_event where redriven_at is null order by parked_at limit $1`,
    [limit],
  )
  return rows
}

/**
 * Runs a parked event through its handler again, in one transaction with its inbox row: redriving twice, or while the
 * broker delivers it too, has one effect. @returns false when there is no such parked event or handler.
 */
export async function redriveDeadEvent<Db extends object>(
  deps: TransactionDeps<Db>,
  subscriptions: readonly Subscription<Db>[],
  id: string,
): Promise<boolean> {
  return inTransaction(deps, async (work) => {
    const [dead] = await work.sql<DeadEvent & { aggregate_id: string }>`
      select * from dead_event where id = ${id} and redriven_at is null for update`
    const subscription = subscriptions.find(({ type }) => type === dead?.consumer)
    if (!dead?.event_id || !subscription) return false
    const fresh = await work.sql`
      insert into inbox (consumer, event_id, handled_at)
      values (${dead.consumer}, ${dead.event_id}, ${work.now}) on conflict do nothing returning event_id`
    if (fresh.length > 0) {
      const payload = subscription.decode(new TextEncoder().encode(dead.payload))
      await subscription.handle(work, payload, {
        id: dead.event_id,
        occurredAt: new Date(dead.headers['Linli-Occurred-At'] ?? work.now),
        aggregateId: dead.headers['Linli-Aggregate-Id'] ?? '',
        aggregateVersion: Number(dead.headers['Linli-Aggregate-Version'] ?? 0),
        correlationId: dead.headers['Linli-Correlation-Id'] ?? dead.event_id,
      })
    }
    await work.sql`update dead_event set redriven_at = ${work.now} where id = ${id}`
    return true
  })
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
