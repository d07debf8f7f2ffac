import { businessDay } from '@linli/core'
import { implement } from '@linli/grpc'
import { PointsQueryDefinition } from '@linli/proto/points'
import type { Deps } from '../deps.ts'
import { PointsErrors } from '../errors.ts'
import { earnedOn } from '../grants/grant.store.ts'
import { findHold } from '../holds/hold.store.ts'
import { currentRule } from '../rules/rule.store.ts'
import { deduct, earn, isExcluded } from '../rules/rule.ts'
import { findAccount } from './account.store.ts'

export const pointsRpc = implement(PointsQueryDefinition, (deps: Deps) => ({
  async getBalance({ userId }) {
    const now = deps.clock.now()
    const [account, rule] = await Promise.all([findAccount(deps.sql, userId), currentRule(deps.sql, now)])
    return { ...account, valueFen: account.available * rule.redeemFenPerPoint, asOfMs: now.getTime() }
  },
  async previewDeduction({ userId, payableFen, withCoupon, withActivity, requestedPoints, zeroPayAllowed }) {
    const now = deps.clock.now()
    const [account, rule] = await Promise.all([findAccount(deps.sql, userId), currentRule(deps.sql, now)])
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
    const rule = await currentRule(deps.sql, now)
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
