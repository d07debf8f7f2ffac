#!/usr/bin/env node
// Stand-in for the native schema-engine binary: same JSON-RPC-over-stdio protocol,
// answered by Prisma's own engine compiled to WebAssembly + @prisma/adapter-pg.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import readline from 'node:readline'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'

let panic
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message: (m) => {
    panic = m
    if (process.env.DEBUG) process.stderr.write(`${m}\n`)
  },
}
const argv = process.argv.slice(2)
const all = (f) => argv.flatMap((a, i) => (a === f ? [argv[i + 1]] : []))
const ds = all('--datasource')[0] ? JSON.parse(all('--datasource')[0]) : {}
const url = ds.url ?? process.env.DATABASE_URL
const parse = (u) => {
  const x = new URL(u)
  const schema = x.searchParams.get('schema') ?? undefined
  x.searchParams.delete('schema')
  return { connectionString: x.href, schema }
}
const die = (message, error_code) => {
  process.stderr.write(
    '\n' +
      JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields: { message, error_code } }) +
      '\n',
  )
  process.exit(1)
}

async function withAdminDb(u, fn) {
  // connect to the maintenance database of the same server
  const x = new URL(u)
  const name = decodeURIComponent(x.pathname.slice(1))
  x.pathname = '/postgres'
  x.search = ''
  const c = new pg.Client({ connectionString: x.href })
  await c.connect()
  try {
    return await fn(c, name)
  } finally {
    await c.end()
  }
}
async function withDb(u, fn) {
  const c = new pg.Client({ connectionString: parse(u).connectionString })
  await c.connect()
  try {
    return await fn(c)
  } finally {
    await c.end()
  }
}
async function ping(u) {
  const c = new pg.Client({ connectionString: parse(u).connectionString })
  await c.connect()
  const v = (await c.query('select version()')).rows[0].version
  await c.end()
  return v
}

async function loadEngine(datamodels) {
  const bg = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const req = createRequire(import.meta.url)
  const wasmPath = path.join(path.dirname(req.resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm')
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasmPath)), {
    './schema_engine_bg.js': bg,
  })
  bg.__wbg_set_wasm(exports)
  exports.__wbindgen_start()
  const x = new URL(url)
  const schema = x.searchParams.get('schema') ?? undefined
  const cfg = {
    host: x.hostname,
    port: +(x.port || 5432),
    user: decodeURIComponent(x.username),
    password: decodeURIComponent(x.password),
    database: decodeURIComponent(x.pathname.slice(1)),
    ...(schema && { options: `-c search_path="${schema}"` }),
  }
  const opts = schema ? { schema } : undefined
  // adapter-pg is written for Prisma Client, not for the schema engine. Three gaps are closed here:
  //  1. the catalog type "char" (oid 18) is unmapped        -> present it as Character
  //  2. executeScript() splits on every ';' (breaks $$ bodies) and may use several connections
  //                                                           -> send the file as one simple query
  //  3. connectToShadowDb() drops the database while its own pool is open, and a connectionString
  //     would win over the shadow database's name            -> create/drop it ourselves
  const patch = (q) => {
    const io = q.performIO.bind(q),
      raw = q.queryRaw.bind(q)
    let chars = []
    q.performIO = async (x) => {
      const r = await io(x)
      chars = r.fields.flatMap((f, i) => (f.dataTypeID === 18 ? [i] : []))
      for (const i of chars) r.fields[i].dataTypeID = 25
      return r
    }
    q.queryRaw = async (x) => {
      const r = await raw(x)
      for (const i of chars) r.columnTypes[i] = ColumnTypeEnum.Character
      return r
    }
    return q
  }
  const adapt = async (database) => {
    const pool = new pg.Pool({ ...cfg, database, max: 1 }) // one session: advisory lock, SET, temp objects
    const a = patch(await new PrismaPg(pool, { ...opts, disposeExternalPool: true }).connect())
    a.executeScript = async (sql) => {
      try {
        await pool.query(sql)
      } catch (e) {
        a.onError(e)
      }
    }
    const begin = a.startTransaction.bind(a)
    a.startTransaction = async (l) => patch(await begin(l))
    return a
  }
  class Factory extends PrismaPg {
    connect() {
      return adapt(cfg.database)
    }
    async connectToShadowDb() {
      const name = `prisma_migrate_shadow_db_${randomUUID()}`
      const admin = async (sql) => {
        const c = new pg.Client(cfg)
        await c.connect()
        try {
          await c.query(sql)
        } finally {
          await c.end()
        }
      }
      await admin(`CREATE DATABASE "${name}"`)
      const a = await adapt(name)
      const close = a.dispose.bind(a)
      a.dispose = async () => {
        await close()
        await admin(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
      }
      return a
    }
  }
  const factory = bindMigrationAwareSqlAdapterFactory(new Factory(cfg, opts))
  return bg.SchemaEngine.new(
    { datamodels },
    (l) => process.env.DEBUG && process.stderr.write(`${l}\n`),
    factory,
  )
}

process.on('uncaughtException', (e) => {
  process.stderr.write(
    '\n' +
      JSON.stringify({
        level: 'ERROR',
        target: 'schema_engine::logger',
        fields: { message: panic ?? String(e.message), backtrace: e.stack },
      }) +
      '\n',
  )
  process.exit(panic ? 101 : 1)
})
if (argv.includes('--version') || argv.includes('-V')) {
  console.log('schema-engine-cli wasm-shim')
  process.exit(0)
}
if (argv.includes('cli')) {
  const cmd = argv[argv.indexOf('cli') + 1]
  try {
    if (cmd === 'can-connect-to-database') {
      await ping(url)
      console.log('Connection successful')
    } else if (cmd === 'create-database')
      await withAdminDb(url, (c, n) => c.query(`CREATE DATABASE ${pg.escapeIdentifier(n)}`))
    else if (cmd === 'drop-database')
      await withAdminDb(url, (c, n) => c.query(`DROP DATABASE ${pg.escapeIdentifier(n)}`))
    else die(`unknown cli command ${cmd}`)
    process.exit(0)
  } catch (e) {
    die(e.message, e.code === '3D000' ? 'P1003' : e.code === '28P01' ? 'P1000' : 'P1001')
  }
}

const files = all('--datamodels').map((f) => [f, readFileSync(f, 'utf8')])
let engineP
const engine = () => (engineP ??= loadEngine(files.length ? files : undefined))
const METHODS = new Set([
  'applyMigrations',
  'createMigration',
  'dbExecute',
  'devDiagnostic',
  'diagnoseMigrationHistory',
  'ensureConnectionValidity',
  'evaluateDataLoss',
  'introspect',
  'introspectSql',
  'markMigrationApplied',
  'markMigrationRolledBack',
  'reset',
  'schemaPush',
  'diff',
])
async function call(method, params) {
  if (method === 'getDatabaseVersion') return (await engine()).version(params)
  if (method === 'createDatabase') {
    await withAdminDb(url, (c, n) => c.query(`CREATE DATABASE ${pg.escapeIdentifier(n)}`))
    return { databaseName: new URL(url).pathname.slice(1) }
  }
  if (!METHODS.has(method)) throw new Error(`method ${method} is not supported by the WASM schema engine`)
  const e = await engine()
  const r = await e[method](params)
  // the native engine recreates the schema it dropped; the wasm build leaves that to us
  const schema = url && new URL(url).searchParams.get('schema')
  if (method === 'reset' && schema)
    await withDb(url, (c) => c.query(`CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(schema)}`))
  if (method === 'diff' && r?.stdout != null)
    out({ id: 1e6 + Math.random(), jsonrpc: '2.0', method: 'print', params: { content: r.stdout } })
  return r ?? {}
}
const out = (o) => process.stdout.write(`${JSON.stringify(o)}\n`)
let pending = 0
let ended = false
const maybeExit = () => {
  if (ended && !pending) process.exit(0)
}

async function answer(line) {
  if (!line.trim()) return
  const m = JSON.parse(line)
  if (!m.method) return
  pending++
  try {
    out({ jsonrpc: '2.0', id: m.id, result: await call(m.method, m.params) })
  } catch (e) {
    const message = panic ?? e.message
    const data = { is_panic: Boolean(panic), message, error_code: e.code ?? null, meta: e.meta ?? null }
    const text = 'An error happened. Check the data field for details.'
    out({ jsonrpc: '2.0', id: m.id, error: { code: 4466, message: text, data } })
  } finally {
    pending--
    maybeExit()
  }
}

readline
  .createInterface({ input: process.stdin })
  .on('line', (line) => {
    answer(line).catch((error) => process.emit('uncaughtException', error))
  })
  .on('close', () => {
    ended = true
    maybeExit()
  })
