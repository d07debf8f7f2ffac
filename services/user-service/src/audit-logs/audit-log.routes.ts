import { Envelope, ok, type Routes, TablePage } from '@linli/http'
import type { Deps } from '../deps.ts'
import { AuditLogQuery, AuditLogView, toAuditLogView } from './audit-log.schema.ts'
import { listAuditLogs } from './audit-log.store.ts'

export const auditLogRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/audit-logs',
    {
      config: { audience: 'admin', permission: 'audit:read' },
      schema: {
        operationId: 'listAuditLogs',
        summary: 'Operations by actor, target or trace, newest first',
        tags: ['audit'],
        querystring: AuditLogQuery,
        response: { 200: Envelope(TablePage(AuditLogView)) },
      },
    },
    async (request) => {
      const { page, pageSize, from, to, ...equal } = request.query
      const filter = { ...equal, ...(from && { from: new Date(from) }), ...(to && { to: new Date(to) }) }
      const { items, total } = await listAuditLogs(deps.db, filter, {
        skip: (page - 1) * pageSize,
        take: pageSize,
      })
      return ok({ items: items.map(toAuditLogView), total, page, pageSize }, deps.clock.now())
    },
  )
}
