import { Envelope, IdParams, ok, type Routes, userOf } from '@linli/http'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { DeliveryQuery, DeliveryView, TracksView, toDeliveryView, toTracksView } from './delivery.schema.ts'
import { listTracks } from './delivery.store.ts'
import { gatherOrderDelivery, gatherOwnDelivery } from './gather-deliveries.ts'

const tags = ['deliveries']
const config = { audience: 'user' } as const

/** Where my goods are (D07). */
export const deliveryRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/deliveries',
    {
      config,
      schema: {
        operationId: 'listDeliveries',
        summary: 'The tasks of one of my orders; none while it is not being prepared',
        tags,
        querystring: DeliveryQuery,
        response: { 200: Envelope(Type.Object({ items: Type.Array(DeliveryView) })) },
      },
    },
    async (request) => {
      const delivery = await gatherOrderDelivery(deps, request.query.orderId, userOf(request).id)
      return ok({ items: delivery ? [toDeliveryView(delivery)] : [] }, deps.clock.now())
    },
  )

  app.get(
    '/deliveries/:id',
    {
      config,
      schema: {
        operationId: 'getDelivery',
        summary: 'One of my tasks',
        tags,
        params: IdParams,
        response: { 200: Envelope(DeliveryView) },
      },
    },
    async (request) => {
      const delivery = await gatherOwnDelivery(deps, userOf(request).id, request.params.id)
      return ok(toDeliveryView(delivery), deps.clock.now())
    },
  )

  app.get(
    '/deliveries/:id/tracks',
    {
      config,
      schema: {
        operationId: 'listDeliveryTracks',
        summary: 'What happened to one of my tasks, in order',
        tags,
        params: IdParams,
        response: { 200: Envelope(TracksView) },
      },
    },
    async (request) => {
      const { id } = await gatherOwnDelivery(deps, userOf(request).id, request.params.id)
      return ok(toTracksView(await listTracks(deps.sql, id)), deps.clock.now())
    },
  )
}
