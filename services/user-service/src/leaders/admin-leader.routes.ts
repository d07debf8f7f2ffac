import { inTransaction } from '@linli/events'
import { Envelope, IdParams, ok, type Routes, TablePage } from '@linli/http'
import { originOf } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Deps, Work } from '../deps.ts'
import {
  LeaderAuditBody,
  LeaderContactView,
  LeaderDetailView,
  LeaderStatusBody,
  LeaderTableQuery,
  LeaderView,
  RevealLeaderBody,
  toLeaderDetailView,
  toLeaderView,
} from './leader.schema.ts'
import { listLeaders, listSteps, loadLeader } from './leader.store.ts'
import { contactOf } from './leader.ts'
import { moveLeader } from './move-leader.ts'

const tags = ['leaders']
const EVENT_OF = { ACTIVE: 'activate', SUSPENDED: 'suspend', QUIT: 'quit' } as const

/** Leaders and who applies to be one, decided on by the platform (U15). */
export const adminLeaderRoutes: Routes<Deps> = (app, deps) => {
  const detailOf = async (id: string) => {
    const [leader, steps] = await Promise.all([loadLeader(deps.sql, id), listSteps(deps.sql, id)])
    return ok(toLeaderDetailView(leader, steps, deps.vault), deps.clock.now())
  }

  app.get(
    '/admin/leaders',
    {
      config: { audience: 'admin', permission: 'leader:read' },
      schema: {
        operationId: 'listLeaders',
        summary: 'Leaders and applications, newest first',
        tags,
        querystring: LeaderTableQuery,
        response: { 200: Envelope(TablePage(LeaderView)) },
      },
    },
    async (request) => {
      const { page, pageSize, ...filter } = request.query
      const paging = { skip: (page - 1) * pageSize, take: pageSize }
      const { items, total } = await listLeaders(deps.sql, filter, paging)
      const views = items.map((leader) => toLeaderView(leader, deps.vault))
      return ok({ items: views, total, page, pageSize }, deps.clock.now())
    },
  )

  app.get(
    '/admin/leaders/:id',
    {
      config: { audience: 'admin', permission: 'leader:read' },
      schema: {
        operationId: 'getLeader',
        summary: 'One application with its pictures, and who decided what and when',
        tags,
        params: IdParams,
        response: { 200: Envelope(LeaderDetailView) },
      },
    },
    (request) => detailOf(request.params.id),
  )

  app.post(
    '/admin/leaders/:id/pii-reveals',
    {
      config: {
        audience: 'admin',
        permission: 'user:pii:reveal',
        limit: { name: 'pii-reveal', max: 30, windowMs: 600_000, whenUnavailable: 'refuse' },
      },
      schema: {
        operationId: 'revealLeader',
        summary: 'Whom to call, in clear; who asked and why is recorded first',
        tags,
        params: IdParams,
        body: RevealLeaderBody,
        response: { 200: Envelope(LeaderContactView) },
      },
    },
    async (request) => {
      const leader = await loadLeader(deps.sql, request.params.id)
      const { contactName, contactPhone } = contactOf(leader, deps.vault)
      await inTransaction(deps, (work: Work) =>
        writeAuditLog(work, {
          action: 'user.pii.reveal',
          targetType: 'user',
          targetId: leader.userId,
          details: { field: 'LEADER', reason: request.body.reason },
          origin: originOf(request),
        }),
      )
      return ok({ contactName, contactPhone }, deps.clock.now())
    },
  )

  app.post(
    '/admin/leaders/:id/audits',
    {
      config: { audience: 'admin', permission: 'leader:audit' },
      schema: {
        operationId: 'auditLeader',
        summary: 'Approve or reject an application',
        tags,
        params: IdParams,
        body: LeaderAuditBody,
        response: { 200: Envelope(LeaderDetailView) },
      },
    },
    async (request) => {
      const { decision: event, reason, version } = request.body
      const leaderId = request.params.id
      const moving = { leaderId, event, reason, version, origin: originOf(request) }
      await inTransaction(deps, (work: Work) => moveLeader(work, moving))
      return detailOf(leaderId)
    },
  )

  app.put(
    '/admin/leaders/:id/status',
    {
      config: { audience: 'admin', permission: 'leader:audit' },
      schema: {
        operationId: 'setLeaderStatus',
        summary:
          'Let a leader begin or go on, suspend one, or end it; without them their points take no new orders',
        tags,
        params: IdParams,
        body: LeaderStatusBody,
        response: { 200: Envelope(LeaderDetailView) },
      },
    },
    async (request) => {
      const { status, reason } = request.body
      const leaderId = request.params.id
      const moving = { leaderId, event: EVENT_OF[status], reason, origin: originOf(request) }
      await inTransaction(deps, (work: Work) => moveLeader(work, moving))
      return detailOf(leaderId)
    },
  )
}
