import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../../bin/lock.mjs'
import { runTethered } from '../tethered.ts'

export interface Found {
  file: string
  env: NodeJS.ProcessEnv
}

type ServerName = 'redis-server' | 'nats-server'

// Debian puts nats-server into sbin, which a normal user does not have in PATH.
const EXTRA = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin']
const onPath = (name: string): string | undefined =>
  [...(process.env.PATH ?? '').split(':'), ...EXTRA].map((d) => join(d, name)).find((f) => existsSync(f))

/**
 * Finds the server: `REDIS_SERVER_BIN`/`NATS_SERVER_BIN`, then PATH and the sbin folders, then Debian packages
 * unpacked into `cache` (no root, nothing installed). Throws an error that names the ways out.
 */
export async function findServer(name: ServerName, cache: string): Promise<Found> {
  const override = process.env[`${name.replace('-', '_').toUpperCase()}_BIN`]
  if (override) return { file: override, env: {} }
  const system = process.env.LINLI_NO_SYSTEM_SERVERS ? undefined : onPath(name)
  if (system) return { file: system, env: {} }
  const root = join(cache, 'debs', 'root')
  const fetching = unpacked(root, name) ? undefined : await unpackDebs(cache, name)
  const file = unpacked(root, name)
  if (file) return { file, env: { LD_LIBRARY_PATH: libraryPath(root) } }
  const url = name === 'redis-server' ? 'REDIS_URL' : 'NATS_URL'
  throw new Error(
    `${name} was not found${fetching ? ` and could not be fetched (${fetching})` : ''}. Install it ` +
      `(apt-get install ${name}, or brew install ${name}), or point ${url} at a running server, ` +
      'or use: docker compose up -d',
  )
}

const unpacked = (root: string, name: string): string | undefined =>
  ['usr/bin', 'usr/sbin'].map((d) => join(root, d, name)).find((f) => existsSync(f))

function libraryPath(root: string): string {
  const dirs = ['usr/lib', 'lib'].map((d) => join(root, d)).filter((d) => existsSync(d))
  const arch = dirs.flatMap((d) =>
    readdirSync(d)
      .filter((n) => n.includes('-linux-gnu'))
      .map((n) => join(d, n)),
  )
  return [...dirs, ...arch].join(':')
}

/** Fetches both servers for every command of this checkout. Resolves with what went wrong, if anything did. */
async function unpackDebs(cache: string, name: ServerName): Promise<string | undefined> {
  if (!onPath('apt-get') || !onPath('dpkg-deb')) return undefined
  try {
    await withLock(
      join(cache, 'debs.lock'),
      () => {},
      async () => {
        if (!unpacked(join(cache, 'debs', 'root'), name)) await fetchDebs(cache)
      },
    )
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** A private apt state: works without root and with empty package lists; hashes are checked by the signed index. */
async function fetchDebs(cache: string): Promise<void> {
  const work = join(cache, 'debs.tmp')
  rmSync(work, { recursive: true, force: true })
  for (const d of ['state/lists/partial', 'cache/archives/partial', 'deb', 'root'])
    mkdirSync(join(work, d), { recursive: true })
  const settings = [
    `Dir::State=${work}/state`,
    'Dir::State::status=/var/lib/dpkg/status',
    `Dir::Cache=${work}/cache`,
    'Debug::NoLocking=1',
    'APT::Sandbox::User=',
  ]
  const apt = ['-qq', ...settings.flatMap((s) => ['-o', s])]
  const env = { ...process.env, LC_ALL: 'C' }
  const run = (command: string, args: string[], cwd = work) => runTethered(command, args, { cwd, env })
  await run('apt-get', [...apt, 'update'])
  const depends = await run('apt-cache', [...apt, 'depends', 'redis-tools', 'redis-server'])
  const libs = new Set((depends.match(/(?<=Depends: )lib\S+/g) ?? []).filter((l) => !/^libc6/.test(l)))
  const packages = ['redis-server', 'redis-tools', 'nats-server', ...libs]
  await run('apt-get', [...apt, 'download', ...packages], join(work, 'deb'))
  for (const deb of readdirSync(join(work, 'deb')))
    await run('dpkg-deb', ['-x', join(work, 'deb', deb), join(work, 'root')])
  for (const d of ['state', 'cache', 'deb']) rmSync(join(work, d), { recursive: true, force: true })
  rmSync(join(cache, 'debs'), { recursive: true, force: true })
  renameSync(work, join(cache, 'debs'))
}
