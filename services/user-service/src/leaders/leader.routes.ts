import { inTransaction } from '@linli/events'
import { created, Envelope, ok, type Routes, userOf } from '@linli/http'
import type { Deps, Work } from '../deps.ts'
import { gatherApplication } from './gather-application.ts'
import {
  ApplyBody,
  LeaderApplicationsView,
  LeaderApplicationView,
  toApplicationView,
} from './leader.schema.ts'
import { insertLeader, listApplications } from './leader.store.ts'

const tags = ['leaders']
/** Every application has pictures that product-service looks at. */
const LIMIT = { name: 'leader-application', max: 5, windowMs: 60_000, whenUnavailable: 'allow' } as const

/** A resident who would like to be a 团长 (U15). */
export const leaderRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/leader-applications',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'listMyLeaderApplications',
        summary: 'What I have applied with and what was decided, newest first',
        tags,
        response: { 200: Envelope(LeaderApplicationsView) },
      },
    },
    async (request) => {
      const applications = await listApplications(deps.sql, userOf(request).id)
      const items = applications.map((one) => toApplicationView(one, deps.vault))
      return ok({ items }, deps.clock.now())
    },
  )

  app.post(
    '/leader-applications',
    {
      config: { audience: 'user', limit: LIMIT },
      schema: {
        operationId: 'applyAsLeader',
        summary: 'Apply to be a leader; while one application is open there is no other',
        tags,
        body: ApplyBody,
        response: { 201: Envelope(LeaderApplicationView) },
      },
    },
    async (request, reply) => {
      const { id: userId } = userOf(request)
      const { communityId, photoKeys, introduction, ...contact } = request.body
      const photoUrls = await gatherApplication(deps, { userId, communityId, photoKeys })
      const sealed = deps.vault.seal(JSON.stringify(contact))
      const application = { userId, communityId, sealed, introduction: introduction.trim(), photoUrls }
      const leader = await inTransaction(deps, (work: Work) => insertLeader(work, application))
      const view = toApplicationView({ ...leader, reason: null }, deps.vault)
      return reply.code(201).send(created(view, deps.clock.now()))
    },
  )
}
