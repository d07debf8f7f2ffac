import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, type Routes, staffOf } from '@linli/http'
import type { Deps, Work } from '../deps.ts'
import { RevealBody } from './desk.schema.ts'
import { gatherDeskOrder } from './gather-desk-order.ts'
import { gatherRecipient } from './gather-recipient.ts'
import { RecipientView } from './order.schema.ts'
import { revealRecipient } from './reveal-recipient.ts'

/** A customer's phone in clear, for somebody who has to call (FM03). */
export const recipientRoutes: Routes<Deps> = (app, deps) => {
  app.post(
    '/merchant/orders/:id/pii-reveals',
    {
      config: {
        audience: 'merchant',
        permission: 'user:pii:reveal',
        limit: { name: 'order-pii-reveal', max: 30, windowMs: 600_000, whenUnavailable: 'refuse' },
      },
      schema: {
        operationId: 'revealOrderRecipient',
        summary: 'Whom to call about an order; who asked and why is recorded first',
        tags: ['merchant-orders'],
        params: IdParams,
        body: RevealBody,
        response: { 201: Envelope(RecipientView) },
      },
    },
    async (request, reply) => {
      const staff = staffOf(request)
      const order = await gatherDeskOrder(deps, staff, request.params.id)
      const recipient = await gatherRecipient(deps, order)
      const reveal = { staffId: staff.id, reason: request.body.reason, ip: request.ip }
      await inTransaction(deps, (work: Work) => revealRecipient(work, order, reveal))
      return reply.code(201).send(created(recipient, deps.clock.now()))
    },
  )
}
