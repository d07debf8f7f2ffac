import { Envelope, IdParams, languageOf, ok, type Routes, userOf } from '@linli/http'
import type { Deps } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import {
  CountersView,
  OrderListQuery,
  OrderPage,
  pageOf,
  positionOf,
  TABS,
  TimelineView,
} from './order.schema.ts'
import { loadOrder } from './order.store.ts'
import { countUserOrders, listHistory, listUserOrders } from './order-queries.store.ts'
import { timelineOf } from './timeline.ts'

const tags = ['orders']

/** The resident's lists, counters and timeline. */
export const orderQueryRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/orders',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'listOrders',
        summary: 'My orders by tab, newest first',
        tags,
        querystring: OrderListQuery,
        response: { 200: Envelope(OrderPage) },
      },
    },
    async (request) => {
      const { limit, cursor, tab = 'all' } = request.query
      const orders = await listUserOrders(deps.sql, userOf(request).id, {
        statuses: TABS[tab],
        after: positionOf(cursor),
        limit: limit + 1,
      })
      return ok(pageOf(orders, limit), deps.clock.now())
    },
  )

  app.get(
    '/orders/counters',
    {
      config: { audience: 'user' },
      schema: { operationId: 'countOrders', tags, response: { 200: Envelope(CountersView) } },
    },
    async (request) => {
      const counts = await countUserOrders(deps.sql, userOf(request).id)
      const total = (statuses: readonly string[]) =>
        statuses.reduce((sum, status) => sum + (counts.get(status) ?? 0), 0)
      const { unpaid, grouping, preparing, receiving, completed } = TABS
      const counters = {
        unpaid: total(unpaid),
        grouping: total(grouping),
        preparing: total(preparing),
        receiving: total(receiving),
        completed: total(completed),
      }
      return ok(counters, deps.clock.now())
    },
  )

  app.get(
    '/orders/:id/timelines',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'getOrderTimeline',
        tags,
        params: IdParams,
        response: { 200: Envelope(TimelineView) },
      },
    },
    async (request) => {
      const order = await loadOrder(deps.sql, request.params.id)
      if (order.userId !== userOf(request).id)
        throw OrderErrors.ORDER_NOT_FOUND({ orderId: request.params.id })
      return ok(timelineOf(await listHistory(deps.sql, order), languageOf(request)), deps.clock.now())
    },
  )
}
