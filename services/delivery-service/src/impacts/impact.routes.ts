import { Envelope, IdParams, ok, type Routes } from '@linli/http'
import type { Deps } from '../deps.ts'
import { ExceptionScopeQuery, ImpactView, toImpactView } from './impact.schema.ts'
import { countImpact } from './impact.store.ts'

const response = { 200: Envelope(ImpactView) }

/** What a change would concern, before it is made (FA10). Nothing here changes anything. */
export const impactRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/communities/:id/impacts',
    {
      config: { audience: 'admin', permission: 'community:write' },
      schema: {
        operationId: 'getCommunityImpact',
        summary: 'What depends on a community',
        tags: ['communities'],
        params: IdParams,
        response,
      },
    },
    async (request) => {
      const at = deps.clock.now()
      return ok(toImpactView(await countImpact(deps.sql, { communityId: request.params.id }, at)), at)
    },
  )

  app.get(
    '/admin/pickup-points/:id/impacts',
    {
      config: { audience: 'admin', permission: 'pickup-point:write' },
      schema: {
        operationId: 'getPickupPointImpact',
        summary: 'What depends on a pickup point',
        tags: ['pickup-points'],
        params: IdParams,
        response,
      },
    },
    async (request) => {
      const at = deps.clock.now()
      return ok(toImpactView(await countImpact(deps.sql, { pickupPointId: request.params.id }, at)), at)
    },
  )

  app.get(
    '/admin/slot-exceptions/impacts',
    {
      config: { audience: 'admin', permission: 'slot:write' },
      schema: {
        operationId: 'getSlotExceptionImpact',
        summary: 'What depends on the slots of a day',
        tags: ['delivery-slots'],
        querystring: ExceptionScopeQuery,
        response,
      },
    },
    async (request) => {
      const at = deps.clock.now()
      return ok(toImpactView(await countImpact(deps.sql, request.query, at)), at)
    },
  )
}
