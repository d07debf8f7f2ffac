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
export const inRoot = (...parts: string[]): string => join(ROOT, ...parts)
