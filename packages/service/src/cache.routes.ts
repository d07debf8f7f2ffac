import { adminOf, created, Envelope, type Routes } from '@linli/http'
import { Type } from 'typebox'
import { capital } from './dead-event.routes.ts'
import type { ServiceDeps } from './service-deps.ts'

/** Caches by name, each with what empties it everywhere. */
export type Caches = Readonly<Record<string, () => Promise<void>>>

type Source<Deps> = { readonly name: string; readonly caches: (deps: Deps) => Caches }

/** Empties what a service keeps ready to be sent (FA16), for when somebody has changed rows by hand. */
export const cacheRoutes =
  <Deps extends ServiceDeps>({ name, caches }: Source<Deps>): Routes<Deps> =>
  (app, deps) => {
    app.post(
      `/admin/caches/${name}/flushes`,
      {
        config: {
          audience: 'admin',
          permission: 'cache:flush',
          limit: { name: 'cache-flush', max: 6, windowMs: 60_000, whenUnavailable: 'refuse' },
        },
        schema: {
          operationId: `flush${capital(name)}Caches`,
          summary: `Forgets what ${name}-service has cached; the next request loads it anew`,
          tags: ['caches'],
          response: { 201: Envelope(Type.Object({ flushed: Type.Array(Type.String()) })) },
        },
      },
      async (request, reply) => {
        const all = Object.entries(caches(deps))
        for (const [, flush] of all) await flush()
        const flushed = all.map(([cache]) => cache)
        deps.log.warn({ flushed, actorId: adminOf(request).id }, 'caches flushed')
        return reply.code(201).send(created({ flushed }, deps.clock.now()))
      },
    )
  }
