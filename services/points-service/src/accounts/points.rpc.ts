import { businessDay } from '@linli/core'
import { implement } from '@linli/grpc'
import { PointsQueryDefinition } from '@linli/proto/points'
import type { Deps } from '../deps.ts'
import { PointsErrors } from '../errors.ts'
import { gatherRule } from '../rules/gather-rule.ts'
import { deduct, earn, isExcluded } from '../rules/rule.ts'
import { gatherAccount } from './gather-account.ts'
import { earnedOn } from './grant.store.ts'
import { findHold } from './hold.store.ts'

export const pointsRpc = implement(PointsQueryDefinition, (deps: Deps) => ({
  async getBalance({ userId }) {
    const now = deps.clock.now()
    const [account, rule] = await gatherAccount(deps, userId)
    return { ...account, valueFen: account.available * rule.redeemFenPerPoint, asOfMs: now.getTime() }
  },
  async previewDeduction({ userId, payableFen, withCoupon, withActivity, requestedPoints, zeroPayAllowed }) {
    const now = deps.clock.now()
    const [account, rule] = await gatherAccount(deps, userId)
    const { points, maxPoints, reason } = deduct(rule, {
      balance: account.available,
      accountFrozen: account.accountFrozen,
      payableFen,
      withCoupon,
      withActivity,
      requested: requestedPoints,
      zeroPayAllowed,
    })
    return {
      usable: reason === undefined,
      reason,
      balance: account.available,
      points,
      discountFen: points * rule.redeemFenPerPoint,
      maxPoints,
      maxDiscountFen: maxPoints * rule.redeemFenPerPoint,
      unitPoints: rule.redeemUnit,
      unitFen: rule.redeemUnit * rule.redeemFenPerPoint,
      maxShareBp: rule.redeemMaxBp,
      ruleVersion: String(rule.version),
      version: account.version,
      asOfMs: now.getTime(),
    }
  },
  async previewEarn({ userId, lines }) {
    const now = deps.clock.now()
    const rule = await gatherRule(deps)
    const today = userId ? await earnedOn(deps.sql, userId, businessDay(now)) : 0
    const { points, capped } = earn(rule, lines, today)
    return {
      points,
      capped,
      lines: lines.map((line) => ({
        lineId: line.lineId,
        points: isExcluded(rule, line) ? 0 : Math.floor(line.netFen / rule.earnPerFen),
        excluded: isExcluded(rule, line),
      })),
      ruleVersion: String(rule.version),
      asOfMs: now.getTime(),
    }
  },
  async getHold({ orderId }) {
    const hold = await findHold(deps.sql, orderId)
    if (!hold) throw PointsErrors.HOLD_NOT_FOUND({ orderId })
    return { ...hold, userId: hold.userId ?? '', asOfMs: deps.clock.now().getTime() }
  },
}))
