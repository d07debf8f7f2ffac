import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { Redis } from 'ioredis'
import pg from 'pg'
import type { Installation } from './installation.ts'

/** An installation with its doors open. */
export type Patient = Installation & {
  readonly database: pg.Client
  readonly cache: Redis
  readonly broker: NatsConnection
  readonly jsm: JetStreamManager
}

const TIMEOUT_MS = 5_000

/** Opens one connection to each store, runs, closes. @throws Error that names the store that cannot be reached */
export async function withPatient<Result>(
  installation: Installation,
  run: (patient: Patient) => Promise<Result>,
): Promise<Result> {
  await using closing = new AsyncDisposableStack()
  const database = new pg.Client({
    connectionString: installation.postgres,
    connectionTimeoutMillis: TIMEOUT_MS,
    statement_timeout: TIMEOUT_MS,
    application_name: 'linli-doctor',
  })
  database.on('error', () => {}) // a server that ends cuts it; the query reports that
  await reached('PostgreSQL', database.connect())
  closing.defer(() => database.end())
  const cache = new Redis(installation.redis, {
    lazyConnect: true,
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
    retryStrategy: () => null,
  })
  closing.defer(() => cache.disconnect())
  await reached('Redis', cache.connect())
  const broker = await reached('NATS', connect({ servers: installation.nats, timeout: TIMEOUT_MS }))
  closing.defer(() => broker.close())
  const jsm = await reached('JetStream', jetstreamManager(broker, { timeout: TIMEOUT_MS }))
  return await run({ ...installation, database, cache, broker, jsm })
}

async function reached<Result>(store: string, attempt: Promise<Result>): Promise<Result> {
  try {
    return await attempt
  } catch (cause) {
    throw new Error(`${store} cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}
