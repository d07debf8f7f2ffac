import type { Clock, Machine } from '@linli/core'
import type { Job, Pool, PrismaBinding, Sql, Subscription } from '@linli/events'
import type { Implementation } from '@linli/grpc'
import type { Limiter, Routes, TokenStates } from '@linli/http'
import type { Redis } from 'ioredis'
import type { Static, TObject } from 'typebox'
import type { BaseSettings } from './config.ts'
import { deadEventRoutes } from './dead-event.routes.ts'
import type { Log } from './logger.ts'

/** What every service has before it adds its own. */
export type BaseDeps = {
  readonly name: string
  readonly pool: Pool
  /** Single statements outside a transaction: reads. */
  readonly sql: Sql
  readonly clock: Clock
  readonly log: Log
  /** Keys are prefixed with the service's name; nothing in Redis is the truth (product.md G12). */
  readonly redis: Redis
  /** Unprefixed: token versions only. */
  readonly sharedRedis: Redis
  readonly limiter: Limiter
  readonly onError: (error: unknown) => void
}

export type Settings<Config extends TObject> = BaseSettings & Readonly<Static<Config>>

/** The least a service's own deps hold: what `inTransaction` needs, and how to let go of what was opened. */
export type ServiceDeps = BaseDeps & { readonly prisma: PrismaBinding<object>; close(): Promise<void> }

/** The table of contents of a service. */
export type ServiceDefinition<Config extends TObject, Deps extends ServiceDeps> = {
  readonly name: string
  /** The service's own environment, beside `BaseConfig`. */
  readonly config: Config
  /** Clients of other services, the Prisma client, whatever its slices need; `close` what you open. */
  readonly deps: (base: BaseDeps, settings: Settings<Config>) => Deps
  readonly http: readonly Routes<Deps>[]
  readonly grpc: readonly Implementation<Deps>[]
  readonly publishes: readonly { readonly $type: string }[]
  readonly events: (deps: Deps) => readonly Subscription<object>[]
  readonly jobs: readonly Job<Deps>[]
  readonly machines: readonly Machine<string, string>[]
  /** Only user-service: it owns the versions, so it does not ask itself over gRPC. */
  readonly tokenStates?: (deps: Deps) => TokenStates
}

/** Every service also has the doors to its dead events. */
export function defineService<Config extends TObject, Deps extends ServiceDeps>(
  definition: ServiceDefinition<Config, Deps>,
): ServiceDefinition<Config, Deps> {
  return { ...definition, http: [...definition.http, deadEventRoutes(definition)] }
}
