import { Envelope, IdParams, ok, type Routes } from '@linli/http'
import type { Deps } from '../deps.ts'
import { ExceptionScopeQuery, ImpactView, toImpactView } from './impact.schema.ts'
import { countImpact, type Scope } from './impact.store.ts'

const response = { 200: Envelope(ImpactView) }
const PLACES = [
  {
    path: '/admin/communities/:id/impacts',
    permission: 'community:write',
    operationId: 'getCommunityImpact',
    summary: 'What depends on a community',
    tag: 'communities',
    scopeOf: (communityId: string): Scope => ({ communityId }),
  },
  {
    path: '/admin/pickup-points/:id/impacts',
    permission: 'pickup-point:write',
    operationId: 'getPickupPointImpact',
    summary: 'What depends on a pickup point',
    tag: 'pickup-points',
    scopeOf: (pickupPointId: string): Scope => ({ pickupPointId }),
  },
] as const

/** What a change would concern, before it is made (FA10). Nothing here changes anything. */
export const impactRoutes: Routes<Deps> = (app, deps) => {
  const impactOf = async (scope: Scope) => {
    const at = deps.clock.now()
    return ok(toImpactView(await countImpact(deps.sql, scope, at)), at)
  }

  for (const { path, permission, operationId, summary, tag, scopeOf } of PLACES) {
    app.get(
      path,
      {
        config: { audience: 'admin', permission },
        schema: { operationId, summary, tags: [tag], params: IdParams, response },
      },
      (request) => impactOf(scopeOf(request.params.id)),
    )
  }

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
    (request) => impactOf(request.query),
  )
}
