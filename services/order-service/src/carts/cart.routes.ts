import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, ok, type Routes, userOf } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import { addItems, cartItemsOf } from './add-items.ts'
import {
  AddItemsBody,
  CartQuery,
  CartView,
  SelectionsBody,
  toCartView,
  UpdateItemBody,
} from './cart.schema.ts'
import { removeItem, selectItems, updateItem } from './cart.store.ts'
import { gatherCart, gatherSkus, type Viewer } from './gather-cart.ts'
import { gatherShops } from './gather-shops.ts'

const tags = ['carts']

export const cartRoutes: Routes<Deps> = (app, deps) => {
  const view = async (viewer: Viewer) => {
    const items = await gatherCart(deps, viewer)
    return toCartView(items, await gatherShops(deps, items))
  }

  app.get(
    '/carts/me',
    {
      config: { audience: 'user' },
      schema: { operationId: 'getCart', tags, querystring: CartQuery, response: { 200: Envelope(CartView) } },
    },
    async (request) => {
      const viewer = { userId: userOf(request).id, communityId: request.query.communityId }
      return ok(await view(viewer), deps.clock.now())
    },
  )

  app.post(
    '/carts/me/items',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'addCartItems',
        tags,
        body: AddItemsBody,
        response: { 201: Envelope(CartView) },
      },
    },
    async (request, reply) => {
      const { communityId, items } = request.body
      const viewer = { userId: userOf(request).id, communityId }
      const skus = await gatherSkus(
        deps,
        viewer,
        items.map(({ skuId }) => skuId),
      )
      const wanted = cartItemsOf(viewer.userId, items, skus)
      await inTransaction(deps, (work: Work) => addItems(work, wanted))
      return reply.code(201).send(created(await view(viewer), deps.clock.now()))
    },
  )

  app.put(
    '/carts/me/items/:id',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'updateCartItem',
        tags,
        params: IdParams,
        body: UpdateItemBody,
        response: { 200: Envelope(CartView) },
      },
    },
    async (request) => {
      const { communityId, qty, selected } = request.body
      const viewer = { userId: userOf(request).id, communityId }
      const cart = await gatherCart(deps, viewer)
      const item = cart.find(({ id }) => id === request.params.id)
      if (!item) throw OrderErrors.CART_ITEM_NOT_FOUND()
      if (qty !== undefined && qty > item.maxQty) throw OrderErrors.QTY_ABOVE_LIMIT({ limit: item.maxQty })
      await inTransaction(deps, (work: Work) => updateItem(work, item, { qty, selected }))
      return ok(await view(viewer), deps.clock.now())
    },
  )

  app.delete(
    '/carts/me/items/:id',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'removeCartItem',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const target = { id: request.params.id, userId: userOf(request).id }
      await inTransaction(deps, (work: Work) => removeItem(work, target))
      return ok(null, deps.clock.now())
    },
  )

  app.put(
    '/carts/me/selections',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'selectCartItems',
        tags,
        body: SelectionsBody,
        response: { 200: Envelope(CartView) },
      },
    },
    async (request) => {
      const viewer = { userId: userOf(request).id, communityId: request.body.communityId }
      await inTransaction(deps, (work: Work) => selectItems(work, viewer.userId, request.body.itemIds))
      return ok(await view(viewer), deps.clock.now())
    },
  )
}
