import type { Machine } from '@linli/core'
import type { Gauges, Job, Subscription } from '@linli/events'
import type { Implementation } from '@linli/grpc'
import type { Routes, TokenStates } from '@linli/http'
import type { Static, TObject } from 'typebox'
import { type Caches, cacheRoutes } from './cache.routes.ts'
import type { BaseSettings } from './config.ts'
import { deadEventRoutes } from './dead-event.routes.ts'
import { jobRoutes } from './job.routes.ts'
import type { BaseDeps, ServiceDeps } from './service-deps.ts'

export type Settings<Config extends TObject> = BaseSettings & Readonly<Static<Config>>

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
  /** Figures of its own beside those that every service tells. */
  readonly gauges?: readonly Gauges<Deps>[]
  /** What an administrator may empty; a service that keeps nothing has no door for it. */
  readonly caches?: (deps: Deps) => Caches
  readonly machines: readonly Machine<string, string>[]
  /** Only user-service: it owns the versions, so it does not ask itself over gRPC. */
  readonly tokenStates?: (deps: Deps) => TokenStates
}

/** Every service also has the doors to its dead events, its jobs, and the caches it has. */
export function defineService<Config extends TObject, Deps extends ServiceDeps>(
  definition: ServiceDefinition<Config, Deps>,
): ServiceDefinition<Config, Deps> {
  const { name, caches } = definition
  const doors = [deadEventRoutes(definition), jobRoutes(definition)]
  if (caches) doors.push(cacheRoutes({ name, caches }))
  return { ...definition, http: [...definition.http, ...doors] }
}
