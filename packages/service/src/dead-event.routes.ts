import { defineErrors } from '@linli/core'
import { listDeadEvents, redriveDeadEvent, type Subscription } from '@linli/events'
import { adminOf, created, Envelope, IdParams, IdSchema, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { ServiceDeps } from './service-deps.ts'

const MOST = 100

const DeadEventErrors = defineErrors({
  DEAD_EVENT_NOT_FOUND: [
    1920,
    'not_found',
    '没有这条死信，或已重投',
    'There is no such parked event, or it has been redriven',
  ],
})

const DeadEventView = Type.Object({
  id: IdSchema,
  /** Type of the event; its handler bears the same name. */
  consumer: Type.String(),
  eventId: Type.Union([IdSchema, Type.Null()]),
  error: Type.String(),
  /** As it was received: events carry no personal data (architecture.md §6.2). */
  payload: Type.String(),
  headers: Type.Record(Type.String(), Type.String()),
  parkedAt: Type.String({ format: 'date-time' }),
})

type Source<Deps> = {
  readonly name: string
  readonly events: (deps: Deps) => readonly Subscription<object>[]
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** What a service could not handle, and the way to try again (FA16): the same two doors in all eight. */
export const deadEventRoutes =
  <Deps extends ServiceDeps>({ name, events }: Source<Deps>): Routes<Deps> =>
  (app, deps) => {
    const path = `/admin/dead-events/${name}`
    const tags = ['dead-events']
    app.get(
      path,
      {
        config: { audience: 'admin', permission: 'dead-event:read' },
        schema: {
          operationId: `list${capital(name)}DeadEvents`,
          summary: `Events parked in ${name}-service, the oldest first, at most ${MOST}`,
          tags,
          response: { 200: Envelope(Type.Object({ items: Type.Array(DeadEventView) })) },
        },
      },
      async () => {
        const rows = await listDeadEvents(deps.pool, MOST)
        const items = rows.map(({ id, consumer, event_id: eventId, error, payload, headers, parked_at }) => ({
          id,
          consumer,
          eventId,
          error,
          payload,
          headers,
          parkedAt: parked_at.toISOString(),
        }))
        return ok({ items }, deps.clock.now())
      },
    )

    app.post(
      `${path}/:id/redrives`,
      {
        config: { audience: 'admin', permission: 'dead-event:redrive' },
        schema: {
          operationId: `redrive${capital(name)}DeadEvent`,
          summary: 'Hand the event to its handler again; what was handled before has no second effect',
          tags,
          params: IdParams,
          response: { 201: Envelope(Type.Null()) },
        },
      },
      async (request, reply) => {
        const { id } = request.params
        if (!(await redriveDeadEvent(deps, events(deps), id)))
          throw DeadEventErrors.DEAD_EVENT_NOT_FOUND({ id })
        deps.log.warn({ deadEventId: id, actorId: adminOf(request).id }, 'dead event redriven')
        return reply.code(201).send(created(null, deps.clock.now()))
      },
    )
  }
