import { inTransaction } from '@linli/events'
import { Envelope, IdParams, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import {
  AdminOrderPage,
  AdminOrderQuery,
  HistoryView,
  OrderView,
  RemarkBody,
  SagaView,
  toOrderSummaryView,
  toOrderView,
} from './order.schema.ts'
import { loadOrder, setRemark } from './order.store.ts'
import { listHistory, listStuckSagas, pageOrders } from './order-queries.store.ts'

const tags = ['admin-orders']
const StuckQuery = Type.Object({ state: Type.Literal('stuck') }, { additionalProperties: false })

/** The console: every merchant's orders, with the whole history. Phones are masked. */
export const adminOrderRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/orders',
    {
      config: { audience: 'admin', permission: 'order:read' },
      schema: {
        operationId: 'listAdminOrders',
        tags,
        querystring: AdminOrderQuery,
        response: { 200: Envelope(AdminOrderPage) },
      },
    },
    async (request) => {
      const { page, pageSize, ...filter } = request.query
      const { orders, total } = await pageOrders(deps, filter, { page, pageSize })
      return ok({ items: orders.map(toOrderSummaryView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.get(
    '/admin/orders/:id',
    {
      config: { audience: 'admin', permission: 'order:read' },
      schema: {
        operationId: 'getAdminOrder',
        tags,
        params: IdParams,
        response: {
          200: Envelope(Type.Object({ order: OrderView, adminRemark: Type.String(), history: HistoryView })),
        },
      },
    },
    async (request) => {
      const order = await loadOrder(deps.sql, request.params.id)
      const history = await listHistory(deps.sql, order)
      const view = {
        order: toOrderView(order, deps.vault.open, { masked: true }),
        adminRemark: order.adminRemark,
        history: history.map((step) => ({ ...step, at: step.at.toISOString() })),
      }
      return ok(view, deps.clock.now())
    },
  )

  app.put(
    '/admin/orders/:id/remarks',
    {
      config: { audience: 'admin', permission: 'order:remark' },
      schema: {
        operationId: 'remarkAdminOrder',
        tags,
        params: IdParams,
        body: RemarkBody,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const order = await loadOrder(deps.sql, request.params.id)
      await inTransaction(deps, (work: Work) => setRemark(work, order, { adminRemark: request.body.remark }))
      return ok(null, deps.clock.now())
    },
  )

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
}
