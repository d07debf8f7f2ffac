import { Envelope, ok, type Routes, userOf } from '@linli/http'
import type { Deps } from '../deps.ts'
import { gatherRule } from '../rules/gather-rule.ts'
import { deduct } from '../rules/rule.ts'
import {
  AccountView,
  PreviewBody,
  PreviewView,
  positionOf,
  RecordPage,
  RecordQuery,
  toAccountView,
  toRecordPage,
} from './account.schema.ts'
import { findAccount, listRecords } from './account.store.ts'
import { gatherAccount } from './gather-account.ts'

const tags = ['points']

export const accountRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/points-accounts/me',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'getPointsAccount',
        summary: 'My balance',
        tags,
        response: { 200: Envelope(AccountView) },
      },
    },
    async (request) => {
      const { id } = userOf(request)
      const now = deps.clock.now()
      const [account, rule] = await Promise.all([
        deps.balances.get(id, () => findAccount(deps.sql, id)),
        gatherRule(deps),
      ])
      return ok(toAccountView(account, rule.redeemFenPerPoint), now)
    },
  )

  app.get(
    '/points-records',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'listPointsRecords',
        summary: 'My ledger, newest first',
        tags,
        querystring: RecordQuery,
        response: { 200: Envelope(RecordPage) },
      },
    },
    async (request) => {
      const { limit, cursor, type } = request.query
      const rows = await listRecords(deps.sql, userOf(request).id, {
        bizType: type,
        after: positionOf(cursor),
        limit: limit + 1,
      })
      return ok(toRecordPage(rows, limit), deps.clock.now())
    },
  )

  app.post(
    '/points-accounts/me/deduction-previews',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'previewPointsDeduction',
        summary: 'How many points may be spent on this amount',
        tags,
        body: PreviewBody,
        response: { 200: Envelope(PreviewView) },
      },
    },
    async (request) => {
      const now = deps.clock.now()
      const { payableFen, points, withCoupon, withActivity } = request.body
      const [account, rule] = await gatherAccount(deps, userOf(request).id)
      const deduction = deduct(rule, {
        balance: account.available,
        accountFrozen: account.accountFrozen,
        payableFen,
        withCoupon,
        withActivity,
        requested: points,
        zeroPayAllowed: false,
      })
      const view = {
        usable: deduction.reason === undefined,
        reason: deduction.reason ?? null,
        points: deduction.points,
        discountFen: deduction.points * rule.redeemFenPerPoint,
        maxPoints: deduction.maxPoints,
        unitPoints: rule.redeemUnit,
      }
      return ok(view, now)
    },
  )
}
