import { inTransaction } from '@linli/events'
import { created, Envelope, ok, type Routes, userOf } from '@linli/http'
import { Type } from 'typebox'
import { originOf } from '../audit-logs/origin.ts'
import type { Deps, Work } from '../deps.ts'
import { DeletionView, toDeletionView } from './deletion.schema.ts'
import { findPending } from './deletion.store.ts'
import { gatherObligations } from './gather-obligations.ts'
import { requestDeletion } from './request-deletion.ts'
import { withdrawDeletion } from './withdraw-deletion.ts'

const tags = ['users']
const PATH = '/users/me/deletion-requests'

/** Closing one's account: asked for, thought over, done (U19). */
export const deletionRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    PATH,
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'getMyDeletion',
        summary: 'Whether my account is being deleted, and what stands in the way',
        tags,
        response: { 200: Envelope(DeletionView) },
      },
    },
    async (request) => {
      const { id: userId } = userOf(request)
      const [pending, obligations] = await Promise.all([
        findPending(deps.sql, userId),
        gatherObligations(deps, userId),
      ])
      return ok(toDeletionView(pending, obligations), deps.clock.now())
    },
  )

  app.post(
    PATH,
    {
      config: {
        audience: 'user',
        limit: { name: 'deletion', max: 10, windowMs: 600_000, whenUnavailable: 'refuse' },
      },
      schema: {
        operationId: 'requestMyDeletion',
        summary: 'Delete my account after fifteen days; refused while anything is open',
        tags,
        response: { 201: Envelope(DeletionView) },
      },
    },
    async (request, reply) => {
      const { id: userId } = userOf(request)
      const obligations = await gatherObligations(deps, userId)
      const wanted = { userId, obligations, origin: originOf(request) }
      const pending = await inTransaction(deps, (work: Work) => requestDeletion(work, wanted))
      return reply.code(201).send(created(toDeletionView(pending, obligations), deps.clock.now()))
    },
  )

  app.delete(
    PATH,
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'withdrawMyDeletion',
        summary: 'I stay',
        tags,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const own = { userId: userOf(request).id, origin: originOf(request) }
      await inTransaction(deps, (work: Work) => withdrawDeletion(work, own))
      return ok(null, deps.clock.now())
    },
  )
}
