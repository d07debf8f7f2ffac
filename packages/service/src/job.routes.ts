import { type Job, type JobState, listJobs } from '@linli/events'
import { Envelope, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import { capital } from './dead-event.routes.ts'
import type { ServiceDeps } from './service-deps.ts'

const Nullable = { time: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]) }

const JobView = Type.Object({
  name: Type.String(),
  everyMs: Type.Integer(),
  nextRunAt: Type.String({ format: 'date-time' }),
  running: Type.Boolean(),
  lastRunAt: Nullable.time,
  lastError: Type.Union([Type.String(), Type.Null()]),
})

type Source<Deps> = { readonly name: string; readonly jobs: readonly Job<Deps>[] }

const toView = ({ name, next_run_at, running, last_run_at, last_error }: JobState, everyMs: number) => ({
  name,
  everyMs,
  nextRunAt: next_run_at.toISOString(),
  running,
  lastRunAt: last_run_at?.toISOString() ?? null,
  lastError: last_error,
})

/** What the clock starts in a service, and how it went (FA16): the same door in all eight. */
export const jobRoutes =
  <Deps extends ServiceDeps>({ name, jobs }: Source<Deps>): Routes<Deps> =>
  (app, deps) => {
    app.get(
      `/admin/jobs/${name}`,
      {
        config: { audience: 'admin', permission: 'job:read' },
        schema: {
          operationId: `list${capital(name)}Jobs`,
          summary: `The jobs of ${name}-service and their last runs`,
          tags: ['jobs'],
          response: { 200: Envelope(Type.Object({ items: Type.Array(JobView) })) },
        },
      },
      async () => {
        const everyMs = new Map(jobs.map((job) => [job.name, job.everyMs]))
        // A job of an earlier version leaves its row behind.
        const states = (await listJobs(deps.pool)).filter((state) => everyMs.has(state.name))
        const items = states.map((state) => toView(state, everyMs.get(state.name) ?? 0))
        return ok({ items }, deps.clock.now())
      },
    )
  }
