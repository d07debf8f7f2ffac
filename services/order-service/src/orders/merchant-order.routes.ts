import { isAppError } from '@linli/core'
import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, languageOf, ok, type Routes, staffOf } from '@linli/http'
import type { Deps, Work } from '../deps.ts'
import { AcceptancesBody, AcceptancesView, DeskQuery, PriceBody, RemarkBody } from './desk.schema.ts'
import { acceptOrder } from './fulfil-order.ts'
import { gatherDeskOrder } from './gather-desk-order.ts'
import { gatherPoints } from './gather-points.ts'
import { OrderPage, OrderView, pageOf, positionOf, toOrderView } from './order.schema.ts'
import { setRemark } from './order.store.ts'
import type { Order } from './order.ts'
import { listDeskOrders } from './order-queries.store.ts'
import { repriceOrder } from './reprice-order.ts'

const tags = ['merchant-orders']

/** The merchant's desk (O12): own merchant only, own pickup points only. */
export const merchantOrderRoutes: Routes<Deps> = (app, deps) => {
  const view = (order: Order) => toOrderView(order, deps.vault.open, { forStaff: true })

  app.get(
    '/merchant/orders',
    {
      config: { audience: 'merchant', permission: 'order:read' },
      schema: {
        operationId: 'listMerchantOrders',
        tags,
        querystring: DeskQuery,
        response: { 200: Envelope(OrderPage) },
      },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const staff = staffOf(request)
      const orders = await listDeskOrders(deps.sql, {
        status: filter.status,
        pickupPointId: filter.pickupPointId,
        slotId: filter.slotId,
        productId: filter.productId,
        orderNo: filter.orderNo,
        accepted: filter.accepted,
        merchantId: staff.merchantId,
        points: await gatherPoints(deps, staff),
        after: positionOf(cursor),
        limit: limit + 1,
      })
      return ok(pageOf(orders, limit), deps.clock.now())
    },
  )

  app.get(
    '/merchant/orders/:id',
    {
      config: { audience: 'merchant', permission: 'order:read' },
      schema: {
        operationId: 'getMerchantOrder',
        tags,
        params: IdParams,
        response: { 200: Envelope(OrderView) },
      },
    },
    async (request) =>
      ok(view(await gatherDeskOrder(deps, staffOf(request), request.params.id)), deps.clock.now()),
  )

  app.put(
    '/merchant/orders/:id/remarks',
    {
      config: { audience: 'merchant', permission: 'order:prepare' },
      schema: {
        operationId: 'remarkMerchantOrder',
        tags,
        params: IdParams,
        body: RemarkBody,
        response: { 200: Envelope(OrderView) },
      },
    },
    async (request) => {
      const order = await gatherDeskOrder(deps, staffOf(request), request.params.id)
      const merchantRemark = request.body.remark
      await inTransaction(deps, (work: Work) => setRemark(work, order, { merchantRemark }))
      return ok(view({ ...order, merchantRemark }), deps.clock.now())
    },
  )

  app.post(
    '/merchant/orders/:id/acceptances',
    {
      config: { audience: 'merchant', permission: 'order:prepare' },
      schema: { operationId: 'acceptOrder', tags, params: IdParams, response: { 201: Envelope(OrderView) } },
    },
    async (request, reply) => {
      const staff = staffOf(request)
      await gatherDeskOrder(deps, staff, request.params.id)
      const order = await inTransaction(deps, (work: Work) =>
        acceptOrder(work, request.params.id, { staffId: staff.id, merchantId: staff.merchantId }),
      )
      return reply.code(201).send(created(view(order), deps.clock.now()))
    },
  )

  app.post(
    '/merchant/orders/acceptances',
    {
      config: { audience: 'merchant', permission: 'order:prepare' },
      schema: {
        operationId: 'acceptOrders',
        summary: 'Takes on several orders; each by itself',
        tags,
        body: AcceptancesBody,
        response: { 201: Envelope(AcceptancesView) },
      },
    },
    async (request, reply) => {
      const staff = staffOf(request)
      const acceptance = { staffId: staff.id, merchantId: staff.merchantId }
      const acceptedIds: string[] = []
      const refused: { orderId: string; code: number; message: string }[] = []
      for (const orderId of request.body.orderIds)
        try {
          await gatherDeskOrder(deps, staff, orderId)
          await inTransaction(deps, (work: Work) => acceptOrder(work, orderId, acceptance))
          acceptedIds.push(orderId)
        } catch (error) {
          if (!isAppError(error) || error.kind === 'internal') throw error
          refused.push({ orderId, code: error.code, message: error.text(languageOf(request)) })
        }
      return reply.code(201).send(created({ acceptedIds, refused }, deps.clock.now()))
    },
  )

  app.put(
    '/merchant/orders/:id/prices',
    {
      config: { audience: 'merchant', permission: 'order:price' },
      schema: {
        operationId: 'repriceOrder',
        summary:
          'Asks less for an order that is not paid yet; a cashier that is open may still take the old price',
        tags,
        params: IdParams,
        body: PriceBody,
        response: { 200: Envelope(OrderView) },
      },
    },
    async (request) => {
      const staff = staffOf(request)
      const { id } = await gatherDeskOrder(deps, staff, request.params.id)
      const asked = { ...request.body, staffId: staff.id }
      return ok(
        view(await inTransaction(deps, (work: Work) => repriceOrder(work, id, asked))),
        deps.clock.now(),
      )
    },
  )
}
