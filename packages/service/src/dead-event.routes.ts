import { defineErrors } from '@linli/core'
import {
  type DeadEvent,
  listDeadEvents,
  listRedriven,
  redriveDeadEvent,
  type Subscription,
} from '@linli/events'
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
  redrivenAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  /** The administrator. */
  redrivenBy: Type.Union([IdSchema, Type.Null()]),
})

const DeadEventQuery = Type.Object(
  { state: Type.Enum(['parked', 'redriven'] as const, { default: 'parked' }) },
  { additionalProperties: false },
)

const toView = (event: DeadEvent) => ({
  id: event.id,
  consumer: event.consumer,
  eventId: event.event_id,
  error: event.error,
  payload: event.payload,
  headers: event.headers,
  parkedAt: event.parked_at.toISOString(),
  redrivenAt: event.redriven_at?.toISOString() ?? null,
  redrivenBy: event.redriven_by,
})

type Source<Deps> = {
  readonly name: string
  readonly events: (deps: Deps) => readonly Subscription<object>[]
}

/** `order` → `Order`, as it stands in the names of operations. */
export const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

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
          summary: `Events parked in ${name}-service, the oldest first, or redriven ones, the latest first; at most ${MOST}`,
          tags,
          querystring: DeadEventQuery,
          response: { 200: Envelope(Type.Object({ items: Type.Array(DeadEventView) })) },
        },
      },
      async ({ query }) => {
        const list = query.state === 'redriven' ? listRedriven : listDeadEvents
        return ok({ items: (await list(deps.pool, MOST)).map(toView) }, deps.clock.now())
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
        const actorId = adminOf(request).id
        if (!(await redriveDeadEvent(deps, events(deps), { id, actorId })))
          throw DeadEventErrors.DEAD_EVENT_NOT_FOUND({ id })
        deps.log.warn({ deadEventId: id, actorId }, 'dead event redriven')
        return reply.code(201).send(created(null, deps.clock.now()))
      },
    )
  }
