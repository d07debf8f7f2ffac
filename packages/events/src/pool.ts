import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import pg from 'pg'

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
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) || pg.types.getTypeParser(oid, format),
}

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
    types: types as pg.CustomTypesConfig,
  })
  pool.on('error', onError)
  pool.on('connect', traceQueries)
  return pool
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

const CONNECTION_FAILURES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
])

/** True when the database could not be reached, as opposed to having refused what was asked. */
export function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  if (CONNECTION_FAILURES.has(code) || code.startsWith('08')) return true
  return (
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    ) || isConnectionFailure(error.cause)
  )
}

/** The name of the unique constraint an insert ran into, or undefined when the error is something else. */
export function uniqueViolation(error: unknown): string | undefined {
  if (!(error instanceof pg.DatabaseError) || error.code !== '23505') return undefined
  return error.constraint ?? ''
}
