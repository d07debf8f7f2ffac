import { businessDay, happened } from '@linli/core'
import type { OrderCompleted } from '@linli/proto/order'
import { PointsGranted } from '@linli/proto/points'
import type { Work } from '../deps.ts'
import { PointsErrors } from '../errors.ts'
import { earn } from '../rules/rule.ts'
import { useRule } from '../rules/use-rule.ts'
import { lockAccount, record } from './account.store.ts'
import { type Account, granting, settling } from './account.ts'
import { addGrant, earnedOn, lockGrant, moveGrant } from './grant.store.ts'
import type { Grant } from './grant.ts'

type Told = { readonly orderNo: string; readonly pending: boolean; readonly debtOffset: number }

function tell(
  work: Work,
  { userId, version, available }: Account,
  grant: Pick<Grant, 'orderId' | 'points'> & Told,
): void {
  const { orderId, orderNo, points, pending, debtOffset } = grant
  work.publish(
    happened(
      PointsGranted,
      { aggregateType: 'points', aggregateId: userId, aggregateVersion: version },
      {
        userId,
        points,
        biz: 'ORDER',
        bizId: orderId,
        orderId,
        orderNo,
        pending,
        debtOffset,
        balance: available,
        grantedAt: work.now,
        version,
      },
    ),
  )
}

/** Earns points for a completed order; they stay pending until the order is settled. Said twice, earned once. */
export async function grantPoints(work: Work, event: OrderCompleted): Promise<void> {
  const account = await lockAccount(work, event.userId)
  const rule = await useRule(work, event.completedAt)
  const day = businessDay(event.completedAt)
  const lines = event.lines.map((line) => ({
    netFen: line.payableFen - line.refundedFen,
    categoryIds: line.categoryIds,
  }))
  const { points } = earn(rule, lines, await earnedOn(work.sql, event.userId, day))
  const { orderId, orderNo, userId } = event
  const fresh = await addGrant(work, { orderId, userId, points, ruleVersion: rule.version, day })
  if (!fresh || points === 0) return
  const moved = await record(work, account, {
    bizType: 'ORDER',
    bizId: orderId,
    direction: 'GRANT',
    movement: granting(points),
    ruleVersion: rule.version,
  })
  tell(work, moved, { orderId, orderNo, points, pending: true, debtOffset: 0 })
}

type Settled = { readonly orderId: string; readonly orderNo: string }

/** The after-sale window is over: the points become spendable. @throws GRANT_NOT_FOUND while the grant is on its way */
export async function settleGrant(work: Work, { orderId, orderNo }: Settled): Promise<string | undefined> {
  const grant = await lockGrant(work, orderId)
  if (!grant) throw PointsErrors.GRANT_NOT_FOUND({ orderId })
  if (grant.status !== 'PENDING') return undefined
  const account = await lockAccount(work, grant.userId)
  await moveGrant(work, grant, 'settle')
  if (grant.points === 0) return undefined
  const movement = settling(grant.points, account.debt)
  const moved = await record(work, account, {
    bizType: 'ORDER',
    bizId: orderId,
    direction: 'SETTLE',
    movement,
  })
  tell(work, moved, {
    orderId,
    orderNo,
    points: grant.points,
    pending: false,
    debtOffset: account.debt - moved.debt,
  })
  return grant.userId
}
