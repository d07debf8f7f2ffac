import { inTransaction } from '@linli/events'
import { created, Envelope, type Routes, userOf } from '@linli/http'
import { traceIdOf } from '../audit-logs/origin.ts'
import type { Deps, Work } from '../deps.ts'
import { ConsentBody, ConsentView, toConsentView } from './consent.schema.ts'
import { insertConsent } from './consent.store.ts'

/** What residents agreed to, in which version and when: the record that privacy law asks for. */
export const consentRoutes: Routes<Deps> = (app, deps) => {
  app.post(
    '/users/me/consents',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'recordConsent',
        summary: 'I have read and agree to this version of a document',
        tags: ['users'],
        body: ConsentBody,
        response: { 201: Envelope(ConsentView) },
      },
    },
    async (request, reply) => {
      const consent = {
        ...request.body,
        userId: userOf(request).id,
        ip: request.ip,
        traceId: traceIdOf(request.span),
      }
      const kept = await inTransaction(deps, (work: Work) => insertConsent(work, consent))
      return reply.code(201).send(created(toConsentView(kept), deps.clock.now()))
    },
  )
}
