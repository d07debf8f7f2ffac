import type { Writable } from 'node:stream'
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import pg from 'pg'
import { describeOnce } from './describe-once.ts'

export type Pool = pg.Pool

const INT8 = 20
const DATE = 1082

// Sums and sequence numbers stay within 2^53 (checked); a `date` is a calendar day, not an instant.
const parsers = new Map<number, (text: string) => unknown>([
  [INT8, toSafeInteger],
  [DATE, (text) => text],
])

function toSafeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint beyond 2^53: ${text}`)
  return value
}

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): ((text: string) => unknown) =>
    (format === 'binary' ? undefined : parsers.get(oid)) ??
    (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
}

/**
 * Planned once per connection and statement: planning anew over monthly partitions cost as much as executing. Such a
 * plan outlives the time when its tables were small, so what it reads is taken to be in memory or on flash, where an
 * index costs what it reads: PostgreSQL would read whole tables of some hundred rows.
 */
export const PLANNING = '-c plan_cache_mode=force_generic_plan -c random_page_cost=1.1'

/**
 * A pool whose connections report SQL spans under the active span.
 * @param size connections at most; @param onError what to do when an idle connection breaks (log it).
 */
export function createPool(url: string, size: number, onError: (error: Error) => void): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 5_000,
    // Statements that do not wait for each other's answer travel together: a transaction saves two round trips.
    pipeline: true,
    keepAlive: true,
    // A process that stands still in a transaction must not keep its locks; nothing we do takes longer.
    idle_in_transaction_session_timeout: 30_000,
    statement_timeout: 60_000,
    options: PLANNING,
    types,
  })
  pool.on('error', onError)
  pool.on('connect', describeOnce)
  pool.on('connect', leaveTogether)
  pool.on('connect', traceQueries)
  return pool
}

/**
 * Everything that is asked in one turn of the event loop leaves in one write: a system call costs more than most
 * statements.
 */
function leaveTogether(client: pg.PoolClient): void {
  const { stream } = (client as pg.PoolClient & { readonly connection: { readonly stream: Writable } })
    .connection
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  let waiting = false
  const together = (...args: unknown[]): unknown => {
    if (!waiting) {
      waiting = true
      stream.cork()
      process.nextTick(() => {
        waiting = false
        stream.uncork()
      })
    }
    return query(...args)
  }
  client.query = together as typeof client.query
}

function traceQueries(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const traced = (...args: unknown[]): unknown => {
    if (!trace.getActiveSpan()?.isRecording()) return query(...args)
    const text = statementText(args[0])
    const span = trace
      .getTracer('linli.sql')
      .startSpan(`sql ${text.split(/\s/, 1)[0]?.toLowerCase() ?? ''}`, {
        kind: SpanKind.CLIENT,
        attributes: { 'db.system.name': 'postgresql', 'db.query.text': text },
      })
    const result = query(...args)
    if (!(result instanceof Promise)) {
      span.end()
      return result
    }
    return result.then(
      (value: unknown) => {
        span.end()
        return value
      },
      (error: unknown) => {
        span.setStatus({ code: SpanStatusCode.ERROR }).end()
        throw error
      },
    )
  }
  client.query = traced as typeof client.query
}

function statementText(query: unknown): string {
  if (typeof query === 'string') return query
  return query && typeof query === 'object' && 'text' in query ? String(query.text).trim() : 'query'
}

// Shutting down or starting (57P), connection exceptions (08), no resources: disk, memory, connections (53), a session
// ended by a timeout (25P), a standby (25006); then what the system says, then Prisma's names for the same.
const OUTAGE =
  /^(57P0[1-4]|08...|53...|25P0[34]|25006|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|P1001|P1002|P1017)$/
const OUTAGE_TEXT =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/

/** True when the database could not be reached or could not work, as opposed to having refused what was asked. */
export function isConnectionFailure(error: unknown): boolean {
  return layersOf(error).some(({ code, message }) => OUTAGE.test(code) || OUTAGE_TEXT.test(message))
}

// Serialization failure, deadlock, and Prisma's name for both: the whole transaction may simply run again.
const TRANSIENT = /^(40001|40P01|P2034)$/

export function mayRunAgain(error: unknown): boolean {
  return layersOf(error).some(({ code }) => TRANSIENT.test(code))
}

/** True when a statement was refused only because an earlier one of its transaction had failed. */
export function isAborted(error: unknown): boolean {
  return layersOf(error).some(({ code }) => code === '25P02')
}

/** The name of the unique constraint an insert ran into ('' when Prisma kept it), or undefined for any other error. */
export function uniqueViolation(error: unknown): string | undefined {
  if (error instanceof pg.DatabaseError && error.code === '23505') return error.constraint ?? ''
  return layersOf(error).some(({ code }) => code === 'P2002') ? '' : undefined
}

type Layer = { code: string; message: string }

/** An error and what it wraps; Prisma puts the database's error into `meta.driverAdapterError.cause`. */
function layersOf(error: unknown): Layer[] {
  if (!error || typeof error !== 'object') return []
  const { code, originalCode, message, cause, meta } = error as Record<string, unknown>
  const inner = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError
  const layer = { code: String(originalCode ?? code ?? ''), message: String(message ?? '') }
  return [layer, ...layersOf(cause), ...layersOf(inner)]
}
