// Applies a service's migrations: what `prisma migrate deploy` does, without its download.
import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

export interface Migration {
  /** A role that owns the schema. */
  connectionString: string
  schema: string
  /** `prisma/migrations` of a service. */
  dir: string
  /** Told of every migration that this folder and the database do not agree about, and of one that waits for a lock. */
  warn?: (message: string) => void
  /** How long to try for a table that somebody holds (a dump, a report): four minutes unless told. */
  lockPatienceMs?: number
}

/**
 * Whoever waits for a table keeps everybody behind it waiting too. This is less than callers between services wait
 * (300 ms), so that a migration that meets a long reader disturbs nobody; it lets go and tries again.
 */
const LOCK_TIMEOUT_MS = 200
const LOCK_PAUSE_MS = 1_000
/** Helm waits for a hook for five minutes: the reason should be the migration's own. */
const LOCK_PATIENCE_MS = 240_000

const LOCK = 72_707_369 // the advisory-lock key Prisma Migrate itself takes

const COLUMNS = `"id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ, "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ, "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0`

/**
 * Applies `<dir>/<name>/migration.sql` the way `prisma migrate deploy` does and keeps the same
 * `_prisma_migrations` rows, so that either tool can take over from the other. Returns the names applied.
 * Throws P3009 (an earlier migration failed and is not resolved) or P3018 (this one failed). What was only cut off
 * (a killed runner, a stopped server, a full disk) left nothing behind and may simply run again.
 */
export async function migrateDeploy(migration: Migration): Promise<string[]> {
  const { connectionString, schema } = migration
  const options = `-c search_path=${pg.escapeIdentifier(schema)}`
  const client = new pg.Client({ connectionString, options, application_name: `migrate:${schema}` })
  client.on('error', () => {}) // a server that ends cuts it; the query reports that
  await client.connect()
  try {
    await client.query("SET lock_timeout = '60s'")
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await client.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`)
    return await applyAll(client, migration)
  } finally {
    await client.end()
  }
}

async function applyAll(client: pg.Client, migration: Migration): Promise<string[]> {
  const { schema, dir, warn } = migration
  const table = `${pg.escapeIdentifier(schema)}."_prisma_migrations"`
  await client.query(`CREATE TABLE IF NOT EXISTS ${table} (${COLUMNS})`)
  const done = await appliedChecksums(client, table)
  const applied: string[] = []
  const names = await migrationNames(dir)
  for (const name of names) {
    const { sql, checksum } = await readMigration(dir, name)
    const earlier = done.get(name)
    if (earlier === undefined) {
      await applyUnlocked(migration, name, () => apply(client, table, { name, sql, checksum }))
      applied.push(name)
    } else if (earlier !== checksum) warn?.(`${schema}: ${name} was changed after it was applied`)
  }
  for (const name of done.keys())
    if (!names.includes(name))
      warn?.(`${schema}: ${name} is applied but unknown here: the database is newer than this version`)
  return applied
}

/** The text of one migration, and its checksum as Prisma keeps it: SHA-256 in hex. */
export async function readMigration(dir: string, name: string): Promise<{ sql: string; checksum: string }> {
  const sql = await readFile(join(dir, name, 'migration.sql'), 'utf8')
  return { sql, checksum: createHash('sha256').update(sql).digest('hex') }
}

async function appliedChecksums(client: pg.Client, table: string): Promise<Map<string, string>> {
  type Row = { name: string; checksum: string; finished_at: Date | null; logs: string | null }
  const { rows } = await client.query<Row>(
    `SELECT migration_name AS name, checksum, finished_at, logs FROM ${table} WHERE rolled_back_at IS NULL`,
  )
  const failed = rows.find((row) => !row.finished_at)
  if (failed) {
    const why = failed.logs ? ` (${failed.logs})` : ''
    const advice = `repair the cause, then set rolled_back_at in its row of ${table} and migrate again`
    throw new Error(`P3009: migration ${failed.name} failed earlier${why}: ${advice}`)
  }
  return new Map(rows.map((row) => [row.name, row.checksum]))
}

/** Tries again for as long as somebody holds what the migration needs. */
async function applyUnlocked(
  { schema, warn, lockPatienceMs = LOCK_PATIENCE_MS }: Migration,
  name: string,
  run: () => Promise<void>,
): Promise<void> {
  for (const end = performance.now() + lockPatienceMs; ; ) {
    try {
      return await run()
    } catch (error) {
      if (!isLocked(error) || performance.now() > end) throw error
      warn?.(`${schema}: ${name} waits for a table that somebody holds`)
      await delay(LOCK_PAUSE_MS)
    }
  }
}

/** `lock_not_available`, in what `apply` throws. */
const isLocked = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof pg.DatabaseError && error.cause.code === '55P03'

/** The migration and the row that says so commit together: a runner that is killed leaves both or neither. */
async function apply(
  client: pg.Client,
  table: string,
  { name, sql, checksum }: { name: string; sql: string; checksum: string },
): Promise<void> {
  try {
    await client.query('BEGIN')
    await client.query(sql)
    await client.query(
      `INSERT INTO ${table} (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (cause) {
    if (!(cause instanceof pg.DatabaseError) || isCircumstance(cause)) {
      await client.query('ROLLBACK').catch(() => undefined) // a connection that is gone has rolled back by itself
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`${name} was cut off: ${why}`, { cause })
    }
    const logs = cause.position ? `${cause.message} at ${cause.position}` : cause.message
    await client.query('ROLLBACK')
    await client.query(`INSERT INTO ${table} (id, checksum, migration_name, logs) VALUES ($1, $2, $3, $4)`, [
      randomUUID(),
      checksum,
      name,
      logs,
    ])
    throw new Error(`P3018: ${name}: ${logs}`, { cause })
  }
}

// Connection, rollback by the server, resources, lock, operator, system: not the migration's fault, so no mark is left.
const CIRCUMSTANCES = ['08', '40', '53', '55', '57', '58']
const isCircumstance = ({ code = '' }: pg.DatabaseError): boolean => CIRCUMSTANCES.includes(code.slice(0, 2))

/** The migration folders of a service in the order they apply; none when the folder does not exist. */
export async function migrationNames(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
