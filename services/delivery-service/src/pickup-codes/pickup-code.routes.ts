import { MINUTE_MS } from '@linli/core'
import { created, Envelope, IdParams, ok, type Routes, userOf } from '@linli/http'
import type { Deps } from '../deps.ts'
import { gatherOrderCode, gatherOwnCode } from './gather-pickup-code.ts'
import { CodeQuery, PickupCodeView, ProxyView, toPickupCodeView, toProxyView } from './pickup-code.schema.ts'
import { proxyOf, qrOf } from './pickup-code.ts'

const tags = ['pickup-codes']
const config = { audience: 'user' } as const
/** Long enough to send somebody after work. */
const PROXY_MS = 24 * 60 * MINUTE_MS

/** What the user shows at the point (D14). */
export const pickupCodeRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/pickup-codes',
    {
      config,
      schema: {
        operationId: 'getPickupCode',
        summary: 'Code and rotating QR of one of my orders',
        tags,
        querystring: CodeQuery,
        response: { 200: Envelope(PickupCodeView) },
      },
    },
    async (request) => {
      const own = await gatherOrderCode(deps, userOf(request).id, request.query.orderId)
      const at = deps.clock.now()
      return ok(toPickupCodeView(own, qrOf(deps.vault.index, own.delivery.id, at)), at)
    },
  )

  app.post(
    '/pickup-codes/:id/proxies',
    {
      config,
      schema: {
        operationId: 'createPickupProxy',
        summary: 'A QR for somebody who collects for me, good for a day',
        tags,
        params: IdParams,
        response: { 201: Envelope(ProxyView) },
      },
    },
    async (request, reply) => {
      const { delivery } = await gatherOwnCode(deps, userOf(request).id, request.params.id)
      const at = deps.clock.now()
      const proxy = proxyOf(deps.vault.index, delivery.id, new Date(at.getTime() + PROXY_MS))
      return reply.code(201).send(created(toProxyView(proxy), at))
    },
  )
}
