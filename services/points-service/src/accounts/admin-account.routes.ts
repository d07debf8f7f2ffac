import { Envelope, IdSchema, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { gatherRule } from '../rules/gather-rule.ts'
import {
  AdminAccountView,
  positionOf,
  RecordPage,
  RecordQuery,
  toAccountView,
  toRecordPage,
} from './account.schema.ts'
import { findAccount, listRecords } from './account.store.ts'

const tags = ['admin-points']
const UserParams = Type.Object({ userId: IdSchema }, { additionalProperties: false })
const RecordsOfQuery = Type.Object(
  { ...RecordQuery.properties, userId: IdSchema },
  { additionalProperties: false },
)

export const adminAccountRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/points-accounts/:userId',
    {
      config: { audience: 'admin', permission: 'points:read' },
      schema: {
        operationId: 'getUserPointsAccount',
        tags,
        params: UserParams,
        response: { 200: Envelope(AdminAccountView) },
      },
    },
    async (request) => {
      const now = deps.clock.now()
      const [account, rule] = await Promise.all([
        findAccount(deps.sql, request.params.userId),
        gatherRule(deps),
      ])
      const { userId, debt, version } = account
      return ok({ ...toAccountView(account, rule.redeemFenPerPoint), userId, debt, version }, now)
    },
  )

  app.get(
    '/admin/points-records',
    {
      config: { audience: 'admin', permission: 'points:read' },
      schema: {
        operationId: 'listUserPointsRecords',
        tags,
        querystring: RecordsOfQuery,
        response: { 200: Envelope(RecordPage) },
      },
    },
    async (request) => {
      const { userId, limit, cursor, type } = request.query
      const rows = await listRecords(deps.sql, userId, {
        bizType: type,
        after: positionOf(cursor),
        limit: limit + 1,
      })
      return ok(toRecordPage(rows, limit), deps.clock.now())
    },
  )
}
