import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { gatherPopup } from './gather-popup.ts'
import { CurrentPopupQuery, PopupEventBody, PopupView, toPopupView } from './popup.schema.ts'
import { recordPopupEvent } from './record-popup-event.ts'
import { forgetSeen } from './seen.client.ts'

const tags = ['popups']

/** What comes up over a page, for guests too (A02). */
export const popupRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/popups/current',
    {
      config: { audience: 'public' },
      schema: {
        operationId: 'getCurrentPopup',
        summary: 'The popup of this page view; null when there is none',
        tags,
        querystring: CurrentPopupQuery,
        response: { 200: Envelope(Type.Union([PopupView, Type.Null()])) },
      },
    },
    async (request) => {
      const { page, communityId, exclude } = request.query
      const chosen = await gatherPopup(deps, {
        page,
        communityId,
        userId: request.identity?.id,
        address: request.ip,
        excluded: exclude?.split(',') ?? [],
      })
      return ok(chosen ? toPopupView(chosen.popup, chosen.template) : null, deps.clock.now())
    },
  )

  app.post(
    '/popups/:id/events',
    {
      config: {
        audience: 'public',
        limit: { name: 'popup-event', max: 120, windowMs: 60_000, whenUnavailable: 'allow' },
      },
      schema: {
        operationId: 'recordPopupEvent',
        summary: 'It was seen, tapped or closed',
        tags,
        params: IdParams,
        body: PopupEventBody,
        response: { 201: Envelope(Type.Null()) },
      },
    },
    async (request, reply) => {
      const userId = request.identity?.id
      const event = { popupId: request.params.id, type: request.body.type, userId }
      await inTransaction(deps, (work: Work) => {
        if (userId !== undefined) work.afterCommit(() => forgetSeen(deps, userId))
        return recordPopupEvent(work, event)
      })
      return reply.code(201).send(created(null, deps.clock.now()))
    },
  )
}
