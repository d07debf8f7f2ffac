import { Envelope, IdParams, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { PointQuery, PointView, toPointView } from './pickup-point.schema.ts'
import { listCommunityPoints, loadPoint } from './pickup-point.store.ts'

const tags = ['pickup-points']
const config = { audience: 'public' } as const

/** Where residents may collect (D02). */
export const pickupPointRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/pickup-points',
    {
      config,
      schema: {
        operationId: 'listPickupPoints',
        summary: 'The points of a community, those that take orders first',
        tags,
        querystring: PointQuery,
        response: { 200: Envelope(Type.Object({ items: Type.Array(PointView) })) },
      },
    },
    async (request) => {
      const at = deps.clock.now()
      const points = await listCommunityPoints(deps.sql, request.query.communityId, at)
      return ok({ items: points.map((point) => toPointView(point, at)) }, at)
    },
  )

  app.get(
    '/pickup-points/:id',
    {
      config,
      schema: {
        operationId: 'getPickupPoint',
        summary: 'One point with its hours',
        tags,
        params: IdParams,
        response: { 200: Envelope(PointView) },
      },
    },
    async (request) => {
      const at = deps.clock.now()
      return ok(toPointView(await loadPoint(deps.sql, request.params.id, at), at), at)
    },
  )
}
