import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, IdParams, IdSchema, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { cancelForUser } from './close-order.ts'
import { RemarkBody } from './desk.schema.ts'
import {
  AdminCancelBody,
  AdminOrderPage,
  AdminOrderQuery,
  HistoryView,
  OrderView,
  toAdminSummaryView,
  toOrderView,
} from './order.schema.ts'
import { loadOrder, setRemark } from './order.store.ts'
import { listHistory, pageOrders, toAdminFilter } from './order-queries.store.ts'

const tags = ['admin-orders']
/** How long a request waits for the close before the client looks again (product.md S8). */
const WAIT_MS = 3_000

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
      const { orders, total } = await pageOrders(deps, toAdminFilter(filter), { page, pageSize })
      return ok({ items: orders.map(toAdminSummaryView), total, page, pageSize }, deps.clock.now())
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
          200: Envelope(
            Type.Object({
              order: OrderView,
              userId: IdSchema,
              adminRemark: Type.String(),
              history: HistoryView,
            }),
          ),
        },
      },
    },
    async (request) => {
      const order = await loadOrder(deps.sql, request.params.id)
      const history = await listHistory(deps.sql, order)
      const view = {
        order: toOrderView(order, deps.vault.open, { forStaff: true }),
        userId: order.userId,
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

  app.post(
    '/admin/orders/:id/cancellations',
    {
      config: { audience: 'admin', permission: 'order:cancel' },
      schema: {
        operationId: 'cancelAdminOrder',
        summary: 'Cancels an unpaid order for its owner: closes it at the payment provider first',
        tags,
        params: IdParams,
        body: AdminCancelBody,
        response: { 201: Envelope(OrderView) },
      },
    },
    async (request, reply) => {
      const cancel = {
        actor: { type: 'ADMIN', id: adminOf(request).id } as const,
        reason: request.body.reason,
      }
      const order = await inTransaction(deps, (work: Work) => cancelForUser(work, request.params.id, cancel))
      const answer = await deps.waiters.until(order, ({ closing }) => !closing, {
        atMostMs: WAIT_MS,
        look: () => loadOrder(deps.sql, order.id),
      })
      return reply
        .code(201)
        .send(created(toOrderView(answer, deps.vault.open, { forStaff: true }), deps.clock.now()))
    },
  )
}
