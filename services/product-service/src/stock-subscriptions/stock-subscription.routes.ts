import { businessDay } from '@linli/core'
import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, ok, type Routes, userOf } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { gatherSkuOffer } from '../products/gather-offers.ts'
import { cancelStockSubscription } from './cancel-stock-subscription.ts'
import { requestStockSubscription } from './request-stock-subscription.ts'
import {
  StockSubscriptionBody,
  StockSubscriptionQuery,
  StockSubscriptionsView,
  StockSubscriptionView,
  toStockSubscriptionView,
} from './stock-subscription.schema.ts'
import { listWaiting } from './stock-subscription.store.ts'
import { assertSoldOut } from './stock-subscription.ts'

const tags = ['stock-subscriptions']

/** Tell me when it is back (P12). */
export const stockSubscriptionRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/stock-subscriptions',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'listStockSubscriptions',
        summary: 'What I wait for of this product',
        tags,
        querystring: StockSubscriptionQuery,
        response: { 200: Envelope(StockSubscriptionsView) },
      },
    },
    async (request) => {
      const own = { userId: userOf(request).id, productId: request.query.productId }
      const items = await listWaiting(deps.sql, own)
      return ok({ items: items.map(toStockSubscriptionView) }, deps.clock.now())
    },
  )

  app.post(
    '/stock-subscriptions',
    {
      config: {
        audience: 'user',
        limit: { name: 'stock-subscription', max: 60, windowMs: 60_000, whenUnavailable: 'allow' },
      },
      schema: {
        operationId: 'createStockSubscription',
        summary: 'Tell me when this sold-out SKU is back; saying it twice is saying it once',
        tags,
        body: StockSubscriptionBody,
        response: { 201: Envelope(StockSubscriptionView) },
      },
    },
    async (request, reply) => {
      const { skuId, communityId } = request.body
      const { id: userId } = userOf(request)
      const buyer = { communityId, userId, day: businessDay(deps.clock.now()) }
      const { productId } = assertSoldOut(await gatherSkuOffer(deps, skuId, buyer))
      const wanted = { userId, skuId, productId, communityId }
      const subscription = await inTransaction(deps, (work: Work) => requestStockSubscription(work, wanted))
      return reply.code(201).send(created(toStockSubscriptionView(subscription), deps.clock.now()))
    },
  )

  app.delete(
    '/stock-subscriptions/:id',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'deleteStockSubscription',
        summary: 'I do not wait any more',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const own = { id: request.params.id, userId: userOf(request).id }
      await inTransaction(deps, (work: Work) => cancelStockSubscription(work, own))
      return ok(null, deps.clock.now())
    },
  )
}
