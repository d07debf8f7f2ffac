import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Access,
  createDatabase,
  inRoot,
  prepareSchema,
  type ServiceName,
  serviceName,
  serviceUrls,
  withClient,
  withDatabase,
} from '@linli/dev'
import { migrateDeploy, migrationNames } from '@linli/migrate'
import pg from 'pg'
import { afterAll } from 'vitest'
import { infra } from './infra.ts'

export interface TestDatabase {
  /** Role `<service>_svc`, as in production: rows only. */
  url: string
  /** Role `<service>_owner`: may change the schema, for tests that break it on purpose. */
  ownerUrl: string
  /** Connections of the service role. */
  pool: pg.Pool
  /** One statement as the service role; resolves with its rows. */
  query: <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>
  close: () => Promise<void>
}

export interface DatabaseOptions {
  /** `order` or `order-service`: whose migrations and roles. */
  service: string
  /** Another migrations folder, for tests of packages that have no service. */
  migrations?: string
}

// Derived, so that parallel workers agree on it without talking: the roles belong to the whole server.
const passwordFor = (adminUrl: string): string =>
  createHash('sha256').update(`linli ${adminUrl}`).digest('hex').slice(0, 32)

/**
 * A fresh database with the service's schema, migrations and roles, dropped after the file's tests. Call it at
 * the top level of a test file: `const db = await useDatabase({ service: 'order' })`.
 */
export async function useDatabase({ service, migrations }: DatabaseOptions): Promise<TestDatabase> {
  const name = serviceName(service)
  const server = infra().postgres
  const template = await migratedTemplate(server, name, migrations)
  const database = `test_${name}_${randomBytes(6).toString('hex')}`
  const access = accessTo(server, database)
  await createDatabase(access, template)
  await prepareSchema(access, name) // a database's own privileges are not copied from its template
  const { url, ownerUrl } = serviceUrls(access, name)
  const pool = new pg.Pool({ connectionString: url, max: 5, idleTimeoutMillis: 1_000 })
  pool.on('error', () => {}) // an idle connection may be cut by the drop below, or by a test that stops the server
  let closed = false
  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    await pool.end()
    await withClient(withDatabase(server, 'postgres'), (c) =>
      c.query(`DROP DATABASE "${database}" WITH (FORCE)`),
    )
  }
  afterAll(close)
  return { url, ownerUrl, pool, query: rowsOf(pool), close }
}

const rowsOf =
  (pool: pg.Pool): TestDatabase['query'] =>
  async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => {
    const { rows } = await pool.query<Row>(text, values)
    return rows
  }

const accessTo = (server: string, database: string): Access => ({
  adminUrl: withDatabase(server, database),
  password: passwordFor(server),
})

const TEMPLATE_LOCK = 5_464_812

/** Built once per content of the migrations; other workers wait for the one that builds it. */
async function migratedTemplate(server: string, service: ServiceName, folder?: string): Promise<string> {
  const dir = folder ?? inRoot('services', `${service}-service`, 'prisma', 'migrations')
  const template = `template_${service}_${await hashOf(dir)}`
  await withClient(withDatabase(server, 'postgres'), async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template])
    if (rowCount) return
    const draft = `${template}_draft` // renamed when complete, so that a killed run leaves no half a template
    await client.query(`DROP DATABASE IF EXISTS "${draft}" WITH (FORCE)`)
    const access = accessTo(server, draft)
    await createDatabase(access)
    await prepareSchema(access, service)
    const { ownerUrl } = serviceUrls(access, service)
    await migrateDeploy({ connectionString: ownerUrl, schema: service, dir })
    await client.query(`ALTER DATABASE "${draft}" RENAME TO "${template}"`)
  })
  return template
}

async function hashOf(dir: string): Promise<string> {
  const hash = createHash('sha256')
  for (const name of await migrationNames(dir)) {
    hash.update(`${name}\n`)
    hash.update(await readFile(join(dir, name, 'migration.sql')))
  }
  return hash.digest('hex').slice(0, 12)
}
