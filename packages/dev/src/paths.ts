import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '')

/** State of one running platform: logs, keys, data, addresses. `LINLI_LOCAL` moves it, so that two can run. */
export const localDir = (): string => resolve(ROOT, process.env.LINLI_LOCAL ?? '.local')

/** Downloads and build stamps are shared by every platform that runs from this checkout. */
export const CACHE = join(ROOT, '.local', 'cache')
export const STAMPS = join(ROOT, '.local', 'stamps')

export const local = (...parts: string[]): string => join(localDir(), ...parts)
/** What the supervisor has started; see run-files.ts. */
export const RUN_FILE = (): string => local('run', 'platform.json')
/** While it exists, the component stays down after it ended. */
export const HOLD_FILE = (name: string): string => local('run', `${name}.hold`)
/** Who can log in, written by the demo loader. */
export const ACCOUNTS_FILE = (): string => local('data', 'demo-accounts.json')

export const DATA = {
  postgres: 'data/postgres',
  redis: 'data/redis',
  nats: 'data/nats',
  simulator: 'data/simulator',
}

export const inRoot = (...parts: string[]): string => join(ROOT, ...parts)
