import { CommonErrors } from '@linli/core'
import { inTransaction } from '@linli/events'
import { adminOf, Envelope, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { MessageErrors } from '../errors.ts'
import { sourceOf } from '../notices/catalogue.ts'
import { gatherRules } from './gather-rules.ts'
import { EventTypeParams, RoutesBody, RouteView, toRouteView } from './route.schema.ts'
import { routeVersions, saveRoute } from './route.store.ts'
import { ruleKey } from './rule.ts'

const tags = ['admin-message-routes']
const config = { audience: 'admin', permission: 'message-route:write' } as const

/** Event × audience → channels (M06). */
export const routeRoutes: Routes<Deps> = (app, deps) => {
  const routesOf = async (eventType?: string) => {
    const versions = await routeVersions(deps.sql)
    const rules = [...(await gatherRules(deps, deps.sql)).values()]
    return rules
      .filter((rule) => eventType === undefined || rule.eventType === eventType)
      .map(({ eventType: type, audience, route }) => {
        const version = versions.get(ruleKey(type, audience)) ?? 0
        return toRouteView({ ...route, eventType: type, audience, version })
      })
  }

  app.get(
    '/admin/message-routes',
    {
      config,
      schema: { operationId: 'listMessageRoutes', tags, response: { 200: Envelope(Type.Array(RouteView)) } },
    },
    async () => ok(await routesOf(), deps.clock.now()),
  )

  app.get(
    '/admin/message-routes/:eventType',
    {
      config,
      schema: {
        operationId: 'getMessageRoutes',
        tags,
        params: EventTypeParams,
        response: { 200: Envelope(Type.Array(RouteView)) },
      },
    },
    async (request) => {
      const { eventType } = request.params
      const routes = await routesOf(eventType)
      if (routes.length === 0) throw CommonErrors.NOT_FOUND({ eventType })
      return ok(routes, deps.clock.now())
    },
  )

  app.put(
    '/admin/message-routes/:eventType',
    {
      config,
      schema: {
        operationId: 'editMessageRoutes',
        tags,
        params: EventTypeParams,
        body: RoutesBody,
        response: { 200: Envelope(Type.Array(RouteView)) },
      },
    },
    async (request) => {
      const { eventType } = request.params
      for (const { audience, channels } of request.body.routes) {
        if (!sourceOf(eventType, audience)) throw MessageErrors.EVENT_TYPE_UNKNOWN({ eventType, audience })
        if (audience === 'MERCHANT' && channels.includes('SMS'))
          throw MessageErrors.ROUTE_INVALID({ reason: 'staff are told by WeChat and in the app, not by SMS' })
      }
      const updatedBy = adminOf(request).id
      await inTransaction(deps, async (work: Work) => {
        for (const route of request.body.routes)
          if (!(await saveRoute(work, { ...route, eventType, updatedBy })))
            throw CommonErrors.VERSION_CONFLICT()
        work.afterCommit(() => deps.rules.clear())
      })
      return ok(await routesOf(eventType), deps.clock.now())
    },
  )
}
