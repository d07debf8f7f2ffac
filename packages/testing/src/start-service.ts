import { type Clock, systemClock } from '@linli/core'
import { inRoot } from '@linli/dev'
import { launch, type Running, type ServiceDefinition, type ServiceDeps } from '@linli/service'
import type { TObject } from 'typebox'
import { afterAll } from 'vitest'
import { type Callers, callersOf } from './callers.ts'
import { type TestDatabase, useDatabase } from './database.ts'
import { eventually } from './eventually.ts'
import { type FakePeers, serveFakes } from './fake-peers.ts'
import { type TestNats, useNats } from './nats.ts'
import { type TestRedis, useRedis } from './redis.ts'
import { serviceEnvironment } from './service-environment.ts'
import { type TestEvents, testEvents } from './test-events.ts'

export type StartOptions = {
  /** Made with `useDatabase`, `useNats`, `useRedis` when not given; give them to share one between two services. */
  readonly database?: TestDatabase
  readonly nats?: TestNats
  readonly redis?: TestRedis
  /** Real gRPC servers in the peers' stead; a peer without one is down. */
  readonly peers?: FakePeers
  /** On top of the usual environment. */
  readonly env?: NodeJS.ProcessEnv
  readonly clock?: Clock
  /** The service's folder; default `services/<name>-service`. */
  readonly directory?: string
}

export type StartedService<Deps> = TestEvents &
  Pick<Running<Deps>, 'app' | 'deps'> & {
    /** `http://127.0.0.1:<port>`. */
    readonly url: string
    /** `127.0.0.1:<port>`. */
    readonly grpcAddress: string
    readonly database: TestDatabase
    readonly nats: TestNats
    readonly redis: TestRedis
    /** Clients of the API with a valid token. */
    readonly as: Callers
    /** Ends the service and its fakes; called by itself after the file's tests. */
    stop(): Promise<void>
  }

/**
 * Starts a service in this process as `main.ts` would, with real PostgreSQL, Redis and NATS of its own. Call it at the
 * top level of a test file: `const order = await startService(orderService, { peers: { product: [fakePeer(…)] } })`.
 */
export async function startService<Config extends TObject, Deps extends ServiceDeps>(
  definition: ServiceDefinition<Config, Deps>,
  options: StartOptions = {},
): Promise<StartedService<Deps>> {
  const { clock = systemClock } = options
  const database = options.database ?? (await useDatabase({ service: definition.name }))
  const nats = options.nats ?? (await useNats())
  const redis = options.redis ?? (await useRedis())
  const fakes = await serveFakes(options.peers ?? {})
  const urls = { database: database.url, redis: redis.url, nats: nats.url, natsPrefix: nats.prefix }
  const running = await launch(definition, {
    environment: { ...serviceEnvironment(urls, fakes), ...options.env },
    directory: options.directory ?? inRoot('services', `${definition.name}-service`),
    clock,
  })
  // A service starts without waiting for Redis; a test of it may need it at once.
  if (!options.redis) await eventually(() => running.deps.redis.status === 'ready')
  const url = `http://127.0.0.1:${running.httpPort}`
  let stopped: Promise<void> | undefined
  const stop = async () => {
    await running.stop()
    await Promise.all([...fakes.values()].map((fake) => fake.stop()))
  }
  const stopOnce = () => {
    stopped ??= stop()
    return stopped
  }
  afterAll(stopOnce)
  return {
    app: running.app,
    deps: running.deps,
    url,
    grpcAddress: `127.0.0.1:${running.grpcPort}`,
    database,
    nats,
    redis,
    as: callersOf({ url, clock, redis: redis.client }),
    ...testEvents({ service: definition.name, database, nats }),
    stop: stopOnce,
  }
}
