import { Envelope, ok, type Routes, TablePage } from '@linli/http'
import type { Deps } from '../deps.ts'
import { LoginLogQuery, LoginLogView, toLoginLogView } from './login-log.schema.ts'
import { listLoginLogs } from './login-log.store.ts'

export const loginLogRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/login-logs',
    {
      config: { audience: 'admin', permission: 'audit:read' },
      schema: {
        operationId: 'listLoginLogs',
        summary: 'Logins and refused logins, newest first',
        tags: ['audit'],
        querystring: LoginLogQuery,
        response: { 200: Envelope(TablePage(LoginLogView)) },
      },
    },
    async (request) => {
      const { page, pageSize, ...filter } = request.query
      const { items, total } = await listLoginLogs(deps.db, filter, {
        skip: (page - 1) * pageSize,
        take: pageSize,
      })
      return ok({ items: items.map(toLoginLogView), total, page, pageSize }, deps.clock.now())
    },
  )
}
