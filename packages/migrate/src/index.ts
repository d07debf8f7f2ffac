// Applies a service's migrations: what `prisma migrate deploy` does, without its download.
import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

export interface Migration {
  /** A role that owns the schema. */
  connectionString: string
  schema: string
  /** `prisma/migrations` of a service. */
  dir: string
  warn?: (message: string) => void
}

const LOCK = 72_707_369 // the advisory-lock key Prisma Migrate itself takes

const COLUMNS = `"id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ, "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ, "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0`

/**
 * Applies `<dir>/<name>/migration.sql` the way `prisma migrate deploy` does and keeps the same
 * `_prisma_migrations` rows, so that either tool can take over from the other. Returns the names applied.
 * Throws P3009 (an earlier migration failed and is not resolved) or P3018 (this one failed).
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
    await client.query('SET lock_timeout = 0')
    return await applyAll(client, migration)
  } finally {
    await client.end()
  }
}

async function applyAll(client: pg.Client, { schema, dir, warn }: Migration): Promise<string[]> {
  const table = `${pg.escapeIdentifier(schema)}."_prisma_migrations"`
  await client.query(`CREATE TABLE IF NOT EXISTS ${table} (${COLUMNS})`)
  const done = await appliedChecksums(client, table)
  const applied: string[] = []
  for (const name of await migrationNames(dir)) {
    const { sql, checksum } = await readMigration(dir, name)
    const earlier = done.get(name)
    if (earlier === undefined) {
      await apply(client, table, { name, sql, checksum })
      applied.push(name)
    } else if (earlier !== checksum) warn?.(`${schema}: ${name} was edited after it was applied`)
  }
  return applied
}

/** The text of one migration, and its checksum as Prisma keeps it: SHA-256 in hex. */
export async function readMigration(dir: string, name: string): Promise<{ sql: string; checksum: string }> {
  const sql = await readFile(join(dir, name, 'migration.sql'), 'utf8')
  return { sql, checksum: createHash('sha256').update(sql).digest('hex') }
}

async function appliedChecksums(client: pg.Client, table: string): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string; finished_at: Date | null }>(
    `SELECT migration_name AS name, checksum, finished_at FROM ${table} WHERE rolled_back_at IS NULL`,
  )
  const failed = rows.find((row) => !row.finished_at)
  if (failed) throw new Error(`P3009: migration ${failed.name} failed earlier; resolve it first`)
  return new Map(rows.map((row) => [row.name, row.checksum]))
}

async function apply(
  client: pg.Client,
  table: string,
  { name, sql, checksum }: { name: string; sql: string; checksum: string },
): Promise<void> {
  const id = randomUUID()
  await client.query(`INSERT INTO ${table} (id, checksum, migration_name) VALUES ($1, $2, $3)`, [
    id,
    checksum,
    name,
  ])
  try {
    await client.query(sql) // one simple query = one implicit transaction
  } catch (cause) {
    const { message, position } = cause as pg.DatabaseError
    const logs = position ? `${message} at ${position}` : message
    await client.query(`UPDATE ${table} SET logs = $2 WHERE id = $1`, [id, logs])
    throw new Error(`P3018: ${name}: ${logs}`, { cause })
  }
  await client.query(`UPDATE ${table} SET finished_at = now(), applied_steps_count = 1 WHERE id = $1`, [id])
}

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
