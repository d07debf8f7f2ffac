import { type Clock, systemClock } from '@linli/core'
import { testKeys } from '@linli/testing'
import { Redis } from 'ioredis'
import { afterAll } from 'vitest'
import {
  type App,
  type Audience,
  createHttp,
  createLimiter,
  createVerifier,
  type Limiter,
  type Routes,
  type TokenStates,
} from '../../src/index.ts'

type Options = { clock?: Clock; states?: TokenStates; limiter?: Limiter; trustedProxies?: string }

/** Token versions a test can change; 0 until it does. */
export function tokenVersions() {
  const versions = new Map<string, number>()
  let asked = 0
  return {
    set: (audience: Audience, subject: string, version: number) =>
      void versions.set(`${audience}:${subject}`, version),
    asked: () => asked,
    async currentVersion(audience: Audience, subject: string) {
      asked += 1
      return versions.get(`${audience}:${subject}`) ?? 0
    },
  }
}

/** An app with these routes, ready for `inject`; closed after the file's tests. */
export async function anApp(routes: Routes<undefined>, options: Options = {}): Promise<App> {
  const { clock = systemClock, states = tokenVersions(), trustedProxies } = options
  const app = await createHttp({
    name: 'test',
    routes: [routes],
    deps: undefined,
    verify: createVerifier(testKeys().public, states, clock),
    limiter: options.limiter ?? (async () => undefined),
    clock,
    ...(trustedProxies && { trustedProxies }),
  })
  await app.ready()
  afterAll(() => app.close())
  return app
}

/** As a service connects: fails fast, keys prefixed. */
export function aLimiter(url: string): { limiter: Limiter; redis: Redis } {
  const redis = new Redis(url, {
    keyPrefix: 'test:',
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 300,
    retryStrategy: () => 50,
  })
  redis.on('error', () => {}) // a test cuts the connection on purpose
  afterAll(() => redis.disconnect())
  return { limiter: createLimiter(redis), redis }
}
