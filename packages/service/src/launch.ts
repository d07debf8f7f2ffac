import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, systemClock } from '@linli/core'
import {
  backlogGauges,
  beginCounting,
  createBell,
  createPool,
  createSql,
  isConnectionFailure,
  jobGauges,
  observe,
  purgeEvents,
  startJobs,
} from '@linli/events'
import { serve, setDefaultDeadline } from '@linli/grpc'
import { type App, createHttp, createLimiter, createVerifier, type PublicKeys } from '@linli/http'
import { type TObject, Type } from 'typebox'
import { BaseConfig, loadConfig } from './config.ts'
import { connectRedis } from './connections.ts'
import type { ServiceDefinition, Settings } from './define-service.ts'
import { installHealth } from './health.ts'
import { createLogger } from './logger.ts'
import { startMessaging } from './messaging.ts'
import { observeRuntime } from './runtime-metrics.ts'
import type { BaseDeps, ServiceDeps } from './service-deps.ts'
import { startTelemetry } from './telemetry.ts'
import { createTokenStates } from './token-states.ts'

export type Running<Deps> = {
  readonly app: App
  readonly httpPort: number
  readonly grpcPort: number
  readonly deps: Deps
  /** Drains and stops in reverse order: readiness falls, sockets close, handlers finish, connections end. */
  stop(): Promise<void>
}

export type LaunchOptions = {
  readonly environment: NodeJS.ProcessEnv
  /** The service's folder; holds `prisma/migrations`. */
  readonly directory: string
  readonly clock?: Clock
}

/** The pool also serves requests: consumers may take at most this share of it. */
const CONSUMER_SHARE = 0.6

/** Starts a service and resolves when it listens. @throws ConfigError when the environment is not usable. */
export async function launch<Config extends TObject, Deps extends ServiceDeps>(
  definition: ServiceDefinition<Config, Deps>,
  { environment, directory, clock = systemClock }: LaunchOptions,
): Promise<Running<Deps>> {
  const { name } = definition
  const everything = Type.Object({ ...BaseConfig.properties, ...definition.config.properties })
  const settings = loadConfig(everything, environment) as Settings<Config>
  const telemetry = startTelemetry({
    service: name,
    ratio: settings.OTEL_TRACES_SAMPLER_ARG,
    ...(settings.OTEL_EXPORTER_OTLP_ENDPOINT && { endpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT }),
  })
  const base = connectBase(name, settings, clock)
  setDefaultDeadline(settings.GRPC_DEADLINE_MS)
  const deps = definition.deps(base, settings)
  const owned = definition.tokenStates?.(deps)
  const asked = owned ? undefined : createTokenStates(base.sharedRedis, settings.USER_GRPC_ADDR)
  const states = owned ?? asked
  if (!states) throw new Error('no source of token versions')
  const publicKeys = JSON.parse(readFileSync(settings.JWT_PUBLIC_KEYS_FILE, 'utf8')) as PublicKeys

  const app = await createHttp({
    name,
    routes: definition.http,
    deps,
    verify: createVerifier(publicKeys, states, clock),
    limiter: base.limiter,
    clock,
    logger: base.log,
    trustedProxies: settings.TRUSTED_PROXIES,
    isOutage: isConnectionFailure,
  })
  let draining = false
  // While it drains every answer ends its connection: when the sockets close, nobody is about to use one.
  app.server.prependListener('request', (_request, response) => {
    if (draining) response.shouldKeepAlive = false
  })
  const messaging = startMessaging(deps, {
    natsUrl: settings.NATS_URL,
    databaseUrl: settings.DATABASE_URL,
    prefix: settings.NATS_PREFIX,
    replicas: settings.NATS_STREAM_REPLICAS,
    concurrency: Math.max(1, Math.floor(settings.DATABASE_POOL_SIZE * CONSUMER_SHARE)),
    subscriptions: definition.events(deps),
  })
  installHealth(app, {
    sql: base.sql,
    natsConnected: messaging.connected,
    migrationsDir: settings.MIGRATIONS_DIR ?? join(directory, 'prisma/migrations'),
    metricsText: telemetry.metricsText,
    draining: () => draining,
  })
  const grpc = await serve(`${settings.GRPC_HOST}:${settings.GRPC_PORT}`, definition.grpc, {
    deps,
    log: base.log,
  })
  await app.listen({ host: settings.HTTP_HOST, port: settings.HTTP_PORT })
  const jobsOfAll = [...definition.jobs, purgeEvents]
  const jobs = startJobs(deps, jobsOfAll)
  beginCounting(definition.publishes)
  const observations = [
    observeRuntime(base.pool), // before the others ask the pool for something themselves
    ...[backlogGauges, jobGauges(jobsOfAll), ...(definition.gauges ?? [])].map((one) => observe(deps, one)),
  ]
  const address = app.server.address()
  const httpPort = typeof address === 'object' && address ? address.port : settings.HTTP_PORT
  base.log.info({ httpPort, grpcPort: grpc.port }, 'listening')

  return {
    app,
    httpPort,
    grpcPort: grpc.port,
    deps,
    async stop() {
      draining = true
      await clockDelay(settings.SHUTDOWN_DELAY_MS)
      await closeHttp(app)
      await grpc.stop()
      await jobs.stop()
      await messaging.stop()
      asked?.close()
      for (const end of observations) end()
      await deps.close()
      base.redis.disconnect()
      base.sharedRedis.disconnect()
      await base.pool.end()
      await telemetry.stop()
    },
  }
}

const IDLE_CHECK_MS = 100

/** A kept-alive connection whose request ends during the close would hold it open for as long as the client likes. */
async function closeHttp(app: App): Promise<void> {
  const sweeping = setInterval(() => app.server.closeIdleConnections(), IDLE_CHECK_MS)
  try {
    await app.close()
  } finally {
    clearInterval(sweeping)
  }
}

const clockDelay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

function connectBase(name: string, settings: Settings<TObject>, clock: Clock): BaseDeps {
  const log = createLogger(name, settings.LOG_LEVEL)
  const onError = (error: unknown) => log.error({ err: error }, 'unexpected')
  const pool = createPool(settings.DATABASE_URL, settings.DATABASE_POOL_SIZE, onError)
  const redis = connectRedis(settings.REDIS_URL, `${name}:`, log)
  return {
    name,
    pool,
    sql: createSql(pool),
    clock,
    bell: createBell(),
    log,
    redis,
    sharedRedis: connectRedis(settings.REDIS_URL, '', log),
    limiter: createLimiter(redis),
    onError,
  }
}
