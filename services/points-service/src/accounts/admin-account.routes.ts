import { inTransaction } from '@linli/events'
import {
  adminOf,
  created,
  Envelope,
  IdempotencyHeaders,
  IdSchema,
  idempotencyKeyOf,
  ok,
  type Routes,
  requestHash,
} from '@linli/http'
import { type Static, Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { gatherRule } from '../rules/gather-rule.ts'
import {
  AdjustmentBody,
  AdminAccountView,
  AdminRecordPage,
  positionOf,
  RecordQuery,
  toAccountView,
  toAdminRecordPage,
} from './account.schema.ts'
import { findAccount, listRecords } from './account.store.ts'
import type { Account } from './account.ts'
import { adjustPoints } from './adjust-points.ts'

const tags = ['admin-points']
const UserParams = Type.Object({ userId: IdSchema }, { additionalProperties: false })
const RecordsOfQuery = Type.Object(
  { ...RecordQuery.properties, userId: IdSchema },
  { additionalProperties: false },
)

export const adminAccountRoutes: Routes<Deps> = (app, deps) => {
  const viewOf = async (account: Account): Promise<Static<typeof AdminAccountView>> => {
    const { userId, debt, version } = account
    const { redeemFenPerPoint } = await gatherRule(deps)
    return { ...toAccountView(account, redeemFenPerPoint), userId, debt, version }
  }

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
      const account = await findAccount(deps.sql, request.params.userId)
      return ok(await viewOf(account), deps.clock.now())
    },
  )

  app.post(
    '/admin/points-accounts/:userId/adjustments',
    {
      config: { audience: 'admin', permission: 'points:adjust' },
      schema: {
        operationId: 'adjustUserPoints',
        summary: 'Gives points, or takes spendable ones; who did it and why is kept',
        tags,
        headers: IdempotencyHeaders,
        params: UserParams,
        body: AdjustmentBody,
        response: { 201: Envelope(AdminAccountView) },
      },
    },
    async (request, reply) => {
      const { userId } = request.params
      const { points, reason } = request.body
      const adjustment = {
        userId,
        points,
        reason: reason.trim(),
        adminId: adminOf(request).id,
        ip: request.ip,
        idempotencyKey: idempotencyKeyOf(request),
        requestHash: requestHash({ userId, ...request.body }),
      }
      const account = await inTransaction(deps, async (work: Work) => {
        work.afterCommit(() => deps.balances.forget(userId))
        return adjustPoints(work, adjustment)
      })
      return reply.code(201).send(created(await viewOf(account), deps.clock.now()))
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
        response: { 200: Envelope(AdminRecordPage) },
      },
    },
    async (request) => {
      const { userId, limit, cursor, type } = request.query
      const rows = await listRecords(deps.sql, userId, {
        bizType: type,
        after: positionOf(cursor),
        limit: limit + 1,
      })
      return ok(toAdminRecordPage(rows, limit), deps.clock.now())
    },
  )
}
