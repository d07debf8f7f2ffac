import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import type { Pool, PoolClient, QueryResult } from 'pg'

type Runner<Db> = (
  run: (tx: Db) => Promise<void>,
  options: { timeout: number; maxWait: number },
) => Promise<void>

/** What `inTransaction` needs from a Prisma client: to open its transaction on a connection we already hold. */
export type PrismaBinding<Db> = {
  readonly client: Db
  readonly begin: Runner<Db>
  readonly borrow: AsyncLocalStorage<PoolClient>
}

const TRANSACTION_TIMEOUT_MS = 30_000

/**
 * Makes a Prisma client over our pool. Outside a `Work` it uses any connection; inside one it borrows the connection
 * of the `Work`, so Prisma and plain SQL share one transaction (architecture.md §4.2).
 */
export function bindPrisma<Db>(
  pool: Pool,
  schema: string,
  create: (adapter: PrismaPg) => Db & { $transaction: Runner<Db> },
): PrismaBinding<Db> {
  const borrow = new AsyncLocalStorage<PoolClient>()
  const lending = Object.create(pool) as Pool
  lending.connect = ((callback?: Parameters<Pool['connect']>[0]) => {
    if (callback) return pool.connect(callback)
    const held = borrow.getStore()
    return held ? Promise.resolve(withoutTransactionControl(held)) : pool.connect()
  }) as Pool['connect']
  const client = create(new PrismaPg(lending, { schema, disposeExternalPool: false }))
  return { client, borrow, begin: (run, options) => client.$transaction(run, options) }
}

const CONTROL = /^(BEGIN|COMMIT|ROLLBACK)$/

/** The borrowed connection, with BEGIN, COMMIT, ROLLBACK and release left to the `Work` that owns it. */
function withoutTransactionControl(held: PoolClient): PoolClient {
  const query = (held.query as (...args: unknown[]) => unknown).bind(held)
  const guest = Object.create(held) as PoolClient
  guest.query = ((...args: unknown[]) => {
    const [first] = args
    const text = typeof first === 'object' && first && 'text' in first ? String(first.text) : String(first)
    return CONTROL.test(text) ? Promise.resolve(NOTHING) : query(...args)
  }) as PoolClient['query']
  guest.release = () => undefined
  return guest
}

const NOTHING: QueryResult = { command: '', rowCount: 0, oid: 0, fields: [], rows: [] }

export type LazyTransaction<Db> = { readonly db: Db; finish(): Promise<void>; abandon(): Promise<void> }

/**
 * A Prisma transaction client that begins on first use: commands which only use SQL never pay for Prisma.
 * `finish`/`abandon` end Prisma's side; the owner of the connection commits or rolls back afterwards.
 */
export function lazyTransaction<Db extends object>(
  binding: PrismaBinding<Db>,
  held: PoolClient,
): LazyTransaction<Db> {
  let end: { resolve: () => void; reject: (reason: Error) => void } | undefined
  let outcome: Promise<void> | undefined
  let started: Promise<Db> | undefined

  const start = () =>
    new Promise<Db>((ready, failed) => {
      outcome = binding.borrow.run(held, () =>
        binding.begin(
          (tx) =>
            new Promise<void>((resolve, reject) => {
              end = { resolve, reject }
              ready(tx)
            }),
          { timeout: TRANSACTION_TIMEOUT_MS, maxWait: TRANSACTION_TIMEOUT_MS },
        ),
      )
      outcome.catch(failed)
    })
  const begin = () => {
    started ??= start()
    return started
  }

  const call = (model: string, operation: string) => async (args: unknown) => {
    const tx = (await begin()) as Record<string, Record<string, (args: unknown) => Promise<unknown>>>
    return tx[model]?.[operation]?.(args)
  }
  const db = new Proxy({} as Db, {
    get: (_target, model) =>
      new Proxy({}, { get: (_model, operation) => call(String(model), String(operation)) }),
  })
  // Prisma may still be beginning when the work is over: a call that nobody waited for, or that lost a race.
  const begun = () => started?.catch(() => undefined)
  return {
    db,
    async finish() {
      await begun()
      end?.resolve()
      await outcome
    },
    async abandon() {
      await begun()
      end?.reject(new Error('rolled back'))
      await outcome?.catch(() => undefined) // the error that caused the rollback is the one that is reported
    },
  }
}
