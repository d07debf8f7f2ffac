import { newId } from '@linli/core'
import type { JsMsg } from '@nats-io/jetstream'
import type { Pool } from './pool.ts'
import type { Subscription } from './subscription.ts'
import { metaOf } from './trace.ts'
import { inTransaction, type TransactionDeps, type Work } from './work.ts'

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
  redriven_by: string | null
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

/**
 * Keeps the message with its headers and the error until somebody redrives it. An event that is parked already (its
 * stream was lost and replayed) keeps its one row; its failures are forgotten, so that it gets all its tries again.
 */
export async function park(pool: Pool, { consumer, eventId, message, error }: Parked): Promise<void> {
  const headers: Record<string, string> = {}
  for (const key of message.headers?.keys() ?? []) headers[key] = withoutNul(message.headers?.get(key) ?? '')
  await pool.query(
    `with forgotten as (delete from event_failure where consumer = $2 and event_id = $3::uuid),
     known as (
       update dead_event set error = $8, parked_at = now()
       where consumer = $2 and event_id = $3::uuid and redriven_at is null returning id
     )
     insert into dead_event (id, consumer, event_id, stream_seq, subject, payload, headers, error, parked_at)
     select $1::uuid, $2, $3::uuid, coalesce(${FREE_SEQ}, $4), $5, $6, $7::jsonb, $8, now()
     where not exists (select 1 from known)
     on conflict (consumer, subject, stream_seq) do update set error = excluded.error, redriven_at = null, redriven_by = null`,
    [
      newId(message.time),
      consumer,
      eventId ?? null,
      message.seq,
      message.subject,
      withoutNul(new TextDecoder().decode(message.data)),
      JSON.stringify(headers),
      describe(error),
    ],
  )
}

// A stream that was lost counts from 1 again, so another event may be known under this sequence number.
const FREE_SEQ = `(
  select max(stream_seq) + 1 from dead_event where consumer = $2 and subject = $5
  having bool_or(stream_seq = $4::bigint and event_id is distinct from $3::uuid))`

/** PostgreSQL's text and jsonb have no NUL. */
const withoutNul = (text: string) => text.replaceAll('\u0000', '\uFFFD')

const COLUMNS =
  'id, consumer, event_id, subject, payload, headers, error, parked_at, redriven_at, redriven_by'

/** What waits, the oldest first: later events may need what earlier ones make. */
export async function listDeadEvents(pool: Pool, limit: number): Promise<DeadEvent[]> {
  const { rows } = await pool.query<DeadEvent>(
    `select ${COLUMNS} from dead_event where redriven_at is null order by parked_at limit $1`,
    [limit],
  )
  return rows
}

/** What was redriven and by whom, the latest first. */
export async function listRedriven(pool: Pool, limit: number): Promise<DeadEvent[]> {
  const { rows } = await pool.query<DeadEvent>(
    `select ${COLUMNS} from dead_event where redriven_at is not null order by redriven_at desc limit $1`,
    [limit],
  )
  return rows
}

/**
 * Runs a parked event through its handler again, in one transaction with its inbox row: redriving twice, or while the
 * broker delivers it too, has one effect. The row keeps who did it. @returns false when there is no such parked event
 * or handler.
 */
export async function redriveDeadEvent<Db extends object>(
  deps: TransactionDeps<Db>,
  subscriptions: readonly Subscription<Db>[],
  { id, actorId }: { id: string; actorId: string },
): Promise<boolean> {
  const known = await deps.pool.query<DeadEvent>('select * from dead_event where id = $1', [id])
  const [parked] = known.rows
  const subscription = subscriptions.find(({ type }) => type === parked?.consumer)
  const meta = parked && metaOf({ get: (key) => parked.headers[key] ?? '' })
  if (!parked || !meta || !subscription) return false
  const redrive = async (work: Work<Db>): Promise<boolean> => {
    const taken = await work.sql`
      update dead_event set redriven_at = ${work.now}, redriven_by = ${actorId}
      where id = ${id} and redriven_at is null returning id`
    if (taken.length === 0) return false
    const fresh = await work.sql`
      insert into inbox (consumer, event_id, handled_at)
      values (${parked.consumer}, ${meta.id}, ${work.now}) on conflict do nothing returning event_id`
    if (fresh.length > 0) {
      const payload = subscription.decode(new TextEncoder().encode(parked.payload))
      await subscription.handle(work, payload, meta)
    }
    return true
  }
  return inTransaction(deps, redrive, { eventId: meta.id, correlationId: meta.correlationId })
}

function describe(error: unknown): string {
  return withoutNul(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
}
