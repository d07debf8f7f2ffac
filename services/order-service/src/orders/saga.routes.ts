import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, IdSchema, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import { failSaga } from './advance-saga.ts'
import { SagaView } from './order.schema.ts'
import { loadOrder } from './order.store.ts'
import { listStuckSagas } from './order-queries.store.ts'

const tags = ['admin-orders']
const StuckQuery = Type.Object({ state: Type.Literal('stuck') }, { additionalProperties: false })
const SAGA_TIMEOUT = { reason: 'SAGA_TIMEOUT', detail: '系统繁忙，请重新下单' } as const

/** Placements that got stuck (FA16): who has not answered, and how to end them by hand. */
export const sagaRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/sagas',
    {
      config: { audience: 'admin', permission: 'saga:read' },
      schema: {
        operationId: 'listStuckSagas',
        tags,
        querystring: StuckQuery,
        response: { 200: Envelope(Type.Array(SagaView)) },
      },
    },
    async () => {
      const now = deps.clock.now()
      const sagas = await listStuckSagas(deps.sql, new Date(now.getTime() - deps.times.sagaTimeoutMs))
      return ok(
        sagas.map((saga) => ({ ...saga, createdAt: saga.createdAt.toISOString() })),
        now,
      )
    },
  )

  app.post(
    '/admin/sagas/:orderId/retries',
    {
      config: { audience: 'admin', permission: 'saga:retry' },
      schema: {
        operationId: 'retrySaga',
        summary: 'Ends a stuck placement now, as the job would: the order closes, reservations go back',
        tags,
        params: Type.Object({ orderId: IdSchema }, { additionalProperties: false }),
        response: { 201: Envelope(Type.Object({ status: Type.String() })) },
      },
    },
    async (request, reply) => {
      const { orderId } = request.params
      const placed = await loadOrder(deps.sql, orderId)
      const due = placed.createdAt.getTime() + deps.times.sagaTimeoutMs
      if (placed.status === 'CREATED' && due > deps.clock.now().getTime())
        throw OrderErrors.ORDER_IN_PROGRESS({ orderId })
      const order = await inTransaction(deps, (work: Work) =>
        failSaga(work, orderId, { ...SAGA_TIMEOUT, actor: { type: 'ADMIN', id: adminOf(request).id } }),
      )
      deps.waiters.tell(order)
      return reply.code(201).send(created({ status: order.status }, deps.clock.now()))
    },
  )
}
