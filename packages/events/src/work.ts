import type { Clock, DomainEvent } from '@linli/core'
import { context, propagation } from '@opentelemetry/api'
import pg from 'pg'
import { type OutboxHeaders, writeOutbox } from './outbox.ts'
import type { Pool } from './pool.ts'
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
  /** The schema's name: names the outbox channel. */
  readonly name: string
  readonly onError: (error: unknown) => void
}

/** Where an event came from, so that what it causes can be traced back. */
export type Cause = { readonly eventId: string; readonly correlationId: string }

const ATTEMPTS = 3
const RETRYABLE = new Set(['40001', '40P01']) // serialization failure, deadlock: the whole unit may simply run again

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
    try {
      return await once(deps, run, cause)
    } catch (error) {
      const again = error instanceof pg.DatabaseError && RETRYABLE.has(error.code ?? '') && attempt < ATTEMPTS
      if (!again) throw error
    }
  }
}

async function once<Db extends object, T>(
  deps: TransactionDeps<Db>,
  run: (work: Work<Db>) => Promise<T>,
  cause: Cause | undefined,
): Promise<T> {
  const held = await deps.pool.connect()
  let broken: Error | undefined
  const onBroken = (error: Error) => {
    broken = error
  }
  held.on('error', onBroken)
  let prisma: LazyTransaction<Db> | undefined
  const events: DomainEvent[] = []
  const actions: (() => void | Promise<void>)[] = []
  const work: Work<Db> = {
    sql: createSql(held),
    get db() {
      prisma ??= lazyTransaction(deps.prisma, held)
      return prisma.db
    },
    now: deps.clock.now(),
    publish: (...more) => void events.push(...more),
    afterCommit: (action) => void actions.push(action),
  }
  try {
    await held.query('begin')
    const result = await run(work)
    await prisma?.finish()
    if (events.length > 0) await writeOutbox(work, events, { name: deps.name, headers: headersOf(cause) })
    await held.query('commit')
    for (const action of actions) await settle(action, deps.onError)
    return result
  } catch (error) {
    await prisma?.abandon()
    await held.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
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
