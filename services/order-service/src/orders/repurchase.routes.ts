import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, IdSchema, type Routes, userOf } from '@linli/http'
import { Type } from 'typebox'
import { addItems, cartItemOf } from '../carts/add-items.ts'
import { CartView, toCartView } from '../carts/cart.schema.ts'
import { gatherCart, gatherSkus } from '../carts/gather-cart.ts'
import { gatherShops } from '../carts/gather-shops.ts'
import type { Deps, Work } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import { loadOrder } from './order.store.ts'

const RepurchaseBody = Type.Object({ communityId: IdSchema }, { additionalProperties: false })

const RepurchaseView = Type.Object(
  {
    cart: CartView,
    /** What cannot be bought now; the rest is in the cart. */
    unavailable: Type.Array(
      Type.Object({ skuId: IdSchema, productName: Type.String(), reason: Type.String() }),
    ),
  },
  { title: 'RepurchaseView' },
)

/** Buy again (O10): what can still be bought goes into the cart at today's price. */
export const repurchaseRoutes: Routes<Deps> = (app, deps) => {
  app.post(
    '/orders/:id/repurchases',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'repurchaseOrder',
        summary: 'Put the goods of an order into my cart again',
        tags: ['orders'],
        params: IdParams,
        body: RepurchaseBody,
        response: { 201: Envelope(RepurchaseView) },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const viewer = { userId: userOf(request).id, communityId: request.body.communityId }
      const order = await loadOrder(deps.sql, id)
      if (order.userId !== viewer.userId) throw OrderErrors.ORDER_NOT_FOUND({ orderId: id })
      const skus = await gatherSkus(
        deps,
        viewer,
        order.lines.map(({ skuId }) => skuId),
      )
      const wishes = order.lines.map((line) => ({
        line,
        item: cartItemOf(viewer.userId, line, skus.get(line.skuId)),
      }))
      const items = wishes.flatMap(({ item }) => (item ? [item] : []))
      if (items.length === 0) throw OrderErrors.SKU_NOT_AVAILABLE()
      await inTransaction(deps, (work: Work) => addItems(work, items))
      const unavailable = wishes
        .filter(({ item }) => !item)
        .map(({ line: { skuId, snapshot } }) => ({
          skuId,
          productName: snapshot.productName,
          reason: skus.get(skuId)?.reason ?? 'NOT_FOUND',
        }))
      const inCart = await gatherCart(deps, viewer)
      const cart = toCartView(inCart, await gatherShops(deps, inCart))
      return reply.code(201).send(created({ cart, unavailable }, deps.clock.now()))
    },
  )
}
