import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ROOT, type ServiceName, serviceUrls } from '@linli/dev'
import { usePlatform } from '@linli/testing'
import pg from 'pg'
import { afterAll } from 'vitest'

/** Where the platform under test keeps its keys. */
export const keysFolder = (): string => join(resolve(ROOT, process.env.LINLI_LOCAL ?? '.local'), 'keys')

/** A pool of the role that may do everything, for looking only. Call it at the top level of a test file. */
export function useDatabaseOfPlatform(): pg.Pool {
  const pool = new pg.Pool({ connectionString: usePlatform().postgres, max: 4 })
  pool.on('error', () => {}) // an idle connection ends with the server that a test kills
  afterAll(() => pool.end())
  return pool
}

/** The URL with which a service itself reaches its schema. */
export function urlOfRole(service: ServiceName): string {
  const password = readFileSync(join(keysFolder(), 'postgres.password'), 'utf8')
  return serviceUrls({ adminUrl: usePlatform().postgres, password }, service).url
}
