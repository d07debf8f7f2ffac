import pg from 'pg'
import type { ServiceName } from './services.ts'

export interface Access {
  /** URL of a role that may create databases and roles; its database is the one to prepare. */
  adminUrl: string
  /** Password of all roles made here. A loopback server that trusts everybody ignores it. */
  password: string
  /** Folder of the server's Unix socket, when it has one that the services can reach. */
  socketDir?: string | undefined
}

export interface ServiceUrls {
  /** `<service>_svc`: reads and writes rows, nothing else. */
  url: string
  /** `<service>_owner`: owns the schema and migrates it. */
  ownerUrl: string
}

const id = pg.escapeIdentifier

/** The same server and credentials, another database and, when given, another role. */
export function withDatabase(
  url: string,
  database: string,
  role?: { name: string; password: string },
): string {
  const next = new URL(url)
  next.pathname = `/${encodeURIComponent(database)}`
  if (role) {
    next.username = role.name
    next.password = role.password
  }
  return next.href
}

export const databaseOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1))

export function serviceUrls({ adminUrl, password, socketDir }: Access, service: ServiceName): ServiceUrls {
  const as = (name: string) => withDatabase(adminUrl, databaseOf(adminUrl), { name, password })
  return { url: overSocket(as(`${service}_svc`), socketDir), ownerUrl: as(`${service}_owner`) }
}

/** libpq's way to name a socket: the folder as the host. */
function overSocket(url: string, socketDir: string | undefined): string {
  if (socketDir === undefined) return url
  const next = new URL(url)
  next.searchParams.set('host', socketDir)
  return next.href
}

/** Opens one connection, runs, closes. */
export async function withClient<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'linli-dev' })
  client.on('error', () => {}) // a server that stops or starts may cut it; the query reports that
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

/** Creates the database of `adminUrl` when it is missing and closes it to everyone but the services' roles. */
export async function createDatabase({ adminUrl }: Access, template?: string): Promise<void> {
  const name = databaseOf(adminUrl)
  await withClient(withDatabase(adminUrl, 'postgres'), async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (!rowCount)
      await client.query(`CREATE DATABASE ${id(name)}${template ? ` TEMPLATE ${id(template)}` : ''}`)
    await client.query(`REVOKE ALL ON DATABASE ${id(name)} FROM PUBLIC`)
  })
}

// Roles belong to the whole server: two runs that make the same one at once would collide.
const ROLES_LOCK = 5_464_811

/**
 * One schema with two roles: the owner changes the schema, the service role may only read and write rows of it
 * and sees no other schema. Doing it twice changes nothing.
 */
export async function prepareSchema({ adminUrl, password }: Access, service: ServiceName): Promise<void> {
  const schema = id(service)
  const owner = id(`${service}_owner`)
  const svc = id(`${service}_svc`)
  const secret = pg.escapeLiteral(password)
  await withClient(withDatabase(adminUrl, 'postgres'), async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [ROLES_LOCK])
    for (const role of [`${service}_owner`, `${service}_svc`]) {
      const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role])
      if (!rowCount) await client.query(`CREATE ROLE ${id(role)}`)
      await client.query(`ALTER ROLE ${id(role)} LOGIN PASSWORD ${secret}`)
      await client.query(`ALTER ROLE ${id(role)} SET search_path = ${schema}`)
    }
    // A superuser may already; a managed server's administrator needs membership to give the schema away.
    await client.query(`GRANT ${owner} TO CURRENT_USER`)
  })
  await withClient(adminUrl, async (client) => {
    const database = id(databaseOf(adminUrl))
    await client.query(`
      GRANT CONNECT ON DATABASE ${database} TO ${owner}, ${svc};
      REVOKE CREATE ON SCHEMA public FROM PUBLIC;
      CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${owner};
      REVOKE ALL ON SCHEMA ${schema} FROM PUBLIC;
      GRANT USAGE ON SCHEMA ${schema} TO ${svc};
      ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA ${schema}
        GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${svc};
      ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA ${schema}
        GRANT USAGE, SELECT ON SEQUENCES TO ${svc};
    `)
  })
}
