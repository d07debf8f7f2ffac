import type { Clock, DomainEvent } from '@linli/core'
import { context, propagation } from '@opentelemetry/api'
import type { QueryResultRow } from 'pg'
import type { Bell } from './bell.ts'
import { counter } from './metrics.ts'
import { type OutboxHeaders, writeOutbox } from './outbox.ts'
import { isAborted, mayRunAgain, type Pool } from './pool.ts'
import { type LazyTransaction, lazyTransaction, type PrismaBinding } from './prisma.ts'
import { createSql, type Sql } from './sql.ts'

/** The only way to change anything: one transaction, one instant, and events that commit with the rows. */
export type Work<Db = unknown> = {
  /** Parametrised SQL inside the transaction: the hot paths. */
  readonly sql: Sql
  /** Prisma on the same connection and transaction: everything else. Begins on first use. */
  readonly db: Db
  /** One instant for every row and event of this unit. */
  readonly now: Date
  /** Becomes outbox rows of this transaction. */
  publish(...events: readonly DomainEvent[]): void
  /** Runs after the commit and never undoes it: cache invalidation, waking a waiting request. */
  afterCommit(action: () => void | Promise<void>): void
}

export type TransactionDeps<Db> = {
  readonly pool: Pool
  readonly prisma: PrismaBinding<Db>
  readonly clock: Clock
  /** Rung when events have been committed. */
  readonly bell: Bell
  readonly onError: (error: unknown) => void
}

/** Where an event came from, so that what it causes can be traced back. */
export type Cause = { readonly eventId: string; readonly correlationId: string }

const ATTEMPTS = 3

const told = counter('events_told', 'committed with what they tell of, by type')

/** Zero is a figure too: without it the first event of a kind would not be seen as a rise. */
export function beginCounting(types: readonly { readonly $type: string }[]): void {
  for (const { $type } of types) told.add(0, { type: $type })
}

/**
 * Runs `run` in one transaction. It may run again after a serialization failure or deadlock, so it must not touch
 * anything but its `work`.
 * @throws whatever `run` throws, after a rollback.
 */
export async function inTransaction<Db extends object, T>(
  deps: TransactionDeps<Db>,
  run: (work: Work<Db>) => Promise<T>,
  cause?: Cause,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const actions: (() => void | Promise<void>)[] = []
    try {
      const result = await once(deps, run, { cause, actions })
      for (const action of actions) await settle(action, deps.onError)
      return result
    } catch (error) {
      if (!mayRunAgain(error) || attempt === ATTEMPTS) throw error
    }
  }
}

type Once = { cause: Cause | undefined; actions: (() => void | Promise<void>)[] }

async function once<Db extends object, T>(
  deps: TransactionDeps<Db>,
  run: (work: Work<Db>) => Promise<T>,
  { cause, actions }: Once,
): Promise<T> {
  const held = await deps.pool.connect()
  let broken: Error | undefined
  const onBroken = (error: Error) => {
    broken = error
  }
  held.on('error', onBroken)
  let prisma: LazyTransaction<Db> | undefined
  const events: DomainEvent[] = []
  let open = true
  let firstFailure: unknown
  const ask = createSql(held)
  const sql: Sql = <Row extends QueryResultRow>(strings: TemplateStringsArray, ...values: unknown[]) => {
    // A statement of a branch that nobody waited for must not land in the transaction of whoever holds it next.
    if (!open) return Promise.reject(new Error('this transaction is over'))
    const answer = ask<Row>(strings, ...values)
    answer.catch((error: unknown) => {
      firstFailure ??= error
    })
    return answer
  }
  const work: Work<Db> = {
    sql,
    get db() {
      prisma ??= lazyTransaction(deps.prisma, held)
      return prisma.db
    },
    now: deps.clock.now(),
    publish: (...more) => void events.push(...more),
    afterCommit: (action) => void actions.push(action),
  }
  try {
    // `begin` travels with the first statement, the outbox with `commit`.
    const [, result] = await Promise.all([held.query('begin'), run(work)])
    await prisma?.finish()
    const outbox = events.length > 0 && writeOutbox(work, events, headersOf(cause))
    open = false
    const [, committed] = await Promise.all([outbox, held.query('commit')])
    // PostgreSQL answers the commit of a failed transaction with a rollback, not with an error.
    if (committed.command !== 'COMMIT')
      throw new Error('rolled back: an error inside the transaction was swallowed')
    for (const { type } of events) told.add(1, { type })
    if (events.length > 0) actions.unshift(deps.bell.ring)
    return result
  } catch (error) {
    open = false
    await prisma?.abandon()
    await held.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    // Statements leave together: one behind the failed one may be the first that the work hears of.
    throw isAborted(error) ? (firstFailure ?? error) : error
  } finally {
    held.off('error', onBroken)
    held.release(broken)
  }
}

async function settle(action: () => void | Promise<void>, onError: (error: unknown) => void): Promise<void> {
  try {
    await action()
  } catch (error) {
    onError(error)
  }
}

function headersOf(cause: Cause | undefined): OutboxHeaders {
  const headers: Record<string, string> = {}
  propagation.inject(context.active(), headers)
  return { ...headers, ...(cause && { causationId: cause.eventId, correlationId: cause.correlationId }) }
}
