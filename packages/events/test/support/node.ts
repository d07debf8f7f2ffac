import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Clock, systemClock } from '@linli/core'
import type { NatsConnection } from '@nats-io/transport-node'
import type { PrismaPg } from '@prisma/adapter-pg'
import { afterAll } from 'vitest'
import {
  bindPrisma,
  createBell,
  createPool,
  type Pool,
  type PrismaBinding,
  type TransactionDeps,
} from '../../src/index.ts'

/** The tables of this package and two of a test's own. */
export function testMigrations(): string {
  const dir = mkdtempSync(join(tmpdir(), 'linli-events-'))
  afterAll(() => rmSync(dir, { recursive: true }))
  for (const [index, name] of ['events', 'replay_from', 'redriven_by'].entries()) {
    const into = join(dir, `000${index + 1}_${name}`)
    mkdirSync(into)
    cpSync(join(import.meta.dirname, '../../tables', `${name}.sql`), join(into, 'migration.sql'))
  }
  mkdirSync(join(dir, '0004_ledger'))
  writeFileSync(
    join(dir, '0004_ledger/migration.sql'),
    `create table ledger (seq bigint generated always as identity, ref text not null, amount integer not null);
     create table account (id text primary key, balance integer not null, version integer not null default 0);`,
  )
  return dir
}

/** The part of the generated client that the tests use: all eight clients have the tables of this package. */
export type Db = {
  job: {
    create(args: { data: { name: string; nextRunAt: Date } }): Promise<{ name: string }>
    findUnique(args: { where: { name: string } }): Promise<{ name: string; lastError: string | null } | null>
    findMany(args: object): Promise<{ name: string }[]>
    update(args: { where: { name: string }; data: { lastError: string } }): Promise<{ name: string }>
  }
}

type Create = new (options: {
  adapter: PrismaPg
}) => Db & {
  $transaction: (
    run: (tx: Db) => Promise<void>,
    options: { timeout: number; maxWait: number },
  ) => Promise<void>
}

const generated = pathToFileURL(
  join(import.meta.dirname, '../../../../services/points-service/src/generated/prisma/client.ts'),
).href
const { PrismaClient } = (await import(generated)) as { PrismaClient: Create }

export type Log = { lines: { level: string; fields: Record<string, unknown>; message: string }[] } & Record<
  'info' | 'error',
  (fields: object, message: string) => void
>

/** A log that can be read. */
function readableLog(): Log {
  const lines: Log['lines'] = []
  const at = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields: { ...fields }, message })
  return { lines, info: at('info'), error: at('error') }
}

export type TestNode = TransactionDeps<Db> & {
  readonly name: string
  readonly databaseUrl: string
  readonly nats: NatsConnection
  readonly prefix: string
  readonly log: Log
  readonly concurrency: number
  readonly backoffMs: readonly number[]
  readonly unavailableRetryMs?: number
  readonly errors: unknown[]
  readonly prisma: PrismaBinding<Db>
  readonly pool: Pool
}

type Options = {
  name: string
  url: string
  nats: NatsConnection
  prefix?: string
  poolSize?: number
  clock?: Clock
}

/** What a service gives to this package, with quick retries. */
export function testNode({
  name,
  url,
  nats,
  prefix = '',
  poolSize = 10,
  clock = systemClock,
}: Options): TestNode {
  const errors: unknown[] = []
  const onError = (error: unknown) => void errors.push(error)
  const pool = createPool(url, poolSize, onError)
  const prisma = bindPrisma<Db>(pool, name, (adapter) => new PrismaClient({ adapter }))
  afterAll(() => pool.end())
  return {
    name,
    pool,
    prisma,
    clock,
    nats,
    prefix,
    bell: createBell(),
    onError,
    errors,
    databaseUrl: url,
    log: readableLog(),
    concurrency: 6,
    backoffMs: [20, 40, 80],
  }
}
