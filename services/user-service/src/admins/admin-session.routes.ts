import { inTransaction } from '@linli/events'
import { adminOf, Envelope, IdParams, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import { originOf } from '../audit-logs/origin.ts'
import type { Deps, Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { checkMayGive, powersOf } from '../roles/role.ts'
import { removeSecondFactor } from '../second-factors/remove-second-factor.ts'
import { loadAdmin } from './admin.store.ts'
import { SessionParams, SessionsView, toSessionsView } from './admin-session.schema.ts'
import { listSessions } from './admin-session.store.ts'
import { closeSessions } from './close-sessions.ts'

const tags = ['admins']

/** Where administrators are logged in, and the way out (FA01). */
export const adminSessionRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/admins/me/sessions',
    {
      config: { audience: 'admin' },
      schema: {
        operationId: 'listMyAdminSessions',
        summary: 'Where I am logged in, newest first',
        tags,
        response: { 200: Envelope(SessionsView) },
      },
    },
    async (request) => {
      const { id: subjectId, tokenId } = adminOf(request)
      const at = deps.clock.now()
      const sessions = await listSessions(deps.sql, { audience: 'admin', subjectId, at })
      return ok(toSessionsView(sessions, tokenId), at)
    },
  )

  app.delete(
    '/admin/admins/me/sessions/:sessionId',
    {
      config: { audience: 'admin' },
      schema: {
        operationId: 'closeMyAdminSession',
        summary: 'Log out there; effective within a second',
        tags,
        params: SessionParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const closing = {
        adminId: adminOf(request).id,
        sessionId: request.params.sessionId,
        origin: originOf(request),
        announce: deps.announce,
      }
      await inTransaction(deps, (work: Work) => closeSessions(work, closing))
      return ok(null, deps.clock.now())
    },
  )

  app.delete(
    '/admin/admins/:id/sessions',
    {
      config: { audience: 'admin', permission: 'admin:write' },
      schema: {
        operationId: 'closeAdminSessions',
        summary: 'Log an administrator out everywhere; effective within a second',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { id: adminId } = request.params
      const { roles } = await loadAdmin(deps.sql, adminId)
      checkMayGive(adminOf(request).permissions, powersOf('admin', roles).permissions)
      const closing = { adminId, origin: originOf(request), announce: deps.announce }
      await inTransaction(deps, (work: Work) => closeSessions(work, closing))
      return ok(null, deps.clock.now())
    },
  )

  app.delete(
    '/admin/admins/:id/second-factor',
    {
      config: { audience: 'admin', permission: 'admin:write' },
      schema: {
        operationId: 'resetSecondFactor',
        summary: 'For an administrator who has lost phone and recovery codes',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { id: adminId } = request.params
      if (adminId === adminOf(request).id) throw UserErrors.NOT_YOURSELF()
      const { roles } = await loadAdmin(deps.sql, adminId)
      checkMayGive(adminOf(request).permissions, powersOf('admin', roles).permissions)
      await inTransaction(deps, (work: Work) =>
        removeSecondFactor(work, { adminId, origin: originOf(request) }),
      )
      return ok(null, deps.clock.now())
    },
  )
}
