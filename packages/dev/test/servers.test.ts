import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDeploy } from '@linli/migrate'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Component, launch, untilReady } from '../src/component.ts'
import { createDatabase, prepareSchema, serviceUrls, withClient } from '../src/database.ts'
import { freePort } from '../src/ports.ts'
import { endProcess, isAlive, until } from '../src/processes.ts'
import { postgresServer, postgresUrl } from '../src/servers/postgres.ts'
import { removePostgresData } from '../src/servers/postgres-data.ts'

const dir = mkdtempSync(join(tmpdir(), 'linli-servers-'))
chmodSync(dir, 0o711)
const data = join(dir, 'postgres')
const logs = join(dir, 'logs')
const port = await freePort()
const access = { adminUrl: postgresUrl(port, 'linli'), password: 'secret' }
const postgres = postgresServer({ dir: data, port })
const migrations = join(dir, 'migrations')

async function start(component: Component) {
  const running = await launch(component, logs)
  await untilReady(running, logs)
  return running
}

let server: Awaited<ReturnType<typeof start>>
beforeAll(async () => {
  server = await start(postgres)
})
afterAll(async () => {
  await endProcess(server.id, { signal: 'SIGINT', graceMs: 5_000 })
  removePostgresData(data)
  rmSync(dir, { recursive: true, force: true })
})

const migration = (name: string, sql: string): void => {
  mkdirSync(join(migrations, name), { recursive: true })
  writeFileSync(join(migrations, name, 'migration.sql'), sql)
}
const deploy = (service: 'order' | 'user') =>
  migrateDeploy({ connectionString: serviceUrls(access, service).ownerUrl, schema: service, dir: migrations })

test('preparing twice changes nothing, and three runners apply a migration once', async () => {
  for (let i = 0; i < 2; i++) {
    await createDatabase(access)
    await prepareSchema(access, 'order')
    await prepareSchema(access, 'user')
  }
  migration('0001_init', 'CREATE TABLE notes (id int PRIMARY KEY);')
  const applied = await Promise.all([deploy('order'), deploy('order'), deploy('order')])
  expect(applied.flat()).toEqual(['0001_init'])
  expect(await deploy('user')).toEqual(['0001_init'])
})

test("a service's role cannot read another's schema", async () => {
  const { url } = serviceUrls(access, 'user')
  await withClient(url, async (client) => {
    await client.query('INSERT INTO notes VALUES (1)')
    await expect(client.query('SELECT * FROM "order".notes')).rejects.toThrow(
      /permission denied for schema order/,
    )
    await expect(client.query('CREATE TABLE public.x (id int)')).rejects.toThrow(/permission denied/)
  })
})

test('a failed migration stops every later run until it is resolved', async () => {
  migration('0002_broken', 'CREATE TABLE more (id int); SELECT nonsense;')
  await expect(deploy('order')).rejects.toThrow(/P3018: 0002_broken/)
  await expect(deploy('order')).rejects.toThrow(/P3009/)
  await withClient(serviceUrls(access, 'order').ownerUrl, async (client) => {
    const { rows } = await client.query("SELECT to_regclass('more') AS more")
    expect(rows[0].more).toBeNull() // one file is one transaction
    await client.query(
      "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '0002_broken'",
    )
  })
  migration('0002_broken', 'CREATE TABLE more (id int);')
  expect(await deploy('order')).toEqual(['0002_broken'])
})

test.each(['pg_cancel_backend', 'pg_terminate_backend'])(
  'a migration that %s cuts off leaves no trace, and the next run applies it',
  async (cut) => {
    const name = `0003_${cut}`
    migration(name, `CREATE TABLE ${cut} (id int); SELECT pg_sleep(600);`)
    const cutOff = deploy('order').catch((error: unknown) => error)
    await withClient(access.adminUrl, async (client) => {
      const end = async (): Promise<boolean> => {
        const query = `SELECT ${cut}(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'`
        return (await client.query(query)).rowCount === 1
      }
      expect(await until(end, 20_000)).toBe(true)
    })
    expect(String(await cutOff)).toContain(`${name} was cut off`)
    migration(name, `CREATE TABLE ${cut} (id int);`)
    expect(await deploy('order')).toEqual([name])
  },
)

test('a migration that meets a long reader waits, and nobody waits behind it', async () => {
  migration('0004_meets_reader', 'CREATE TABLE half (id int); ALTER TABLE notes ADD COLUMN half int;')
  const { url, ownerUrl } = serviceUrls(access, 'order')
  const warnings: string[] = []
  const waits = Promise.withResolvers<void>()
  const options = {
    connectionString: ownerUrl,
    schema: 'order',
    dir: migrations,
    warn: (text: string) => {
      warnings.push(text)
      waits.resolve()
    },
  }
  await withClient(url, async (reader) => {
    await reader.query('BEGIN')
    await reader.query('SELECT * FROM "order".notes')
    await expect(migrateDeploy({ ...options, lockPatienceMs: 0 })).rejects.toThrow(
      /0004_meets_reader was cut off/,
    )
    const applied = migrateDeploy(options)
    await waits.promise
    await withClient(url, async (other) => {
      await other.query("SET statement_timeout = '5s'")
      await other.query('SELECT * FROM "order".notes')
    })
    await reader.query('COMMIT')
    expect(await applied).toEqual(['0004_meets_reader'])
  })
  expect(warnings[0]).toBe('order: 0004_meets_reader waits for a table that somebody holds')
})

test('tells of a database that knows more than the code, and of a text that was changed', async () => {
  const told: string[] = []
  const connectionString = serviceUrls(access, 'order').ownerUrl
  const options = { connectionString, schema: 'order', warn: (message: string) => told.push(message) }
  rmSync(join(migrations, '0002_broken'), { recursive: true })
  migration('0001_init', 'CREATE TABLE notes (id bigint PRIMARY KEY);')
  expect(await migrateDeploy({ ...options, dir: migrations })).toEqual([])
  expect(told).toEqual([
    'order: 0001_init was changed after it was applied',
    'order: 0002_broken is applied but unknown here: the database is newer than this version',
  ])
})

test('a killed server keeps every commit and starts again over its stale lock', async () => {
  const pool = new pg.Pool({ connectionString: serviceUrls(access, 'user').url })
  pool.on('error', () => {})
  await pool.query('INSERT INTO notes VALUES (7)')
  await endProcess(server.id, { signal: 'SIGKILL', graceMs: 1_000 })
  expect(isAlive(server.id)).toBe(false)
  // The backends notice the death of their parent a moment later and hold the memory until then.
  const again = async (): Promise<boolean> => {
    try {
      server = await start(postgres)
      return true
    } catch {
      return false
    }
  }
  expect(await until(again, 10_000)).toBe(true)
  const { rows } = await pool.query('SELECT id FROM notes ORDER BY id')
  expect(rows).toEqual([{ id: 1 }, { id: 7 }])
  await pool.end()
})
