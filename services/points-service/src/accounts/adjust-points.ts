import { CommonErrors, happened, newId } from '@linli/core'
import { PointsAdjusted } from '@linli/proto/points'
import type { Work } from '../deps.ts'
import { PointsErrors } from '../errors.ts'
import { lockAccount, record } from './account.store.ts'
import { type Account, adjusting } from './account.ts'
import { type Adjustment, addAdjustment, findAdjustment } from './adjustment.store.ts'

export type AdjustmentRequest = Omit<Adjustment, 'id'> & { readonly ip: string }

/**
 * Gives points to somebody, or takes what is spendable; who, how many and why is in the ledger and the audit log.
 * @throws POINTS_INSUFFICIENT, ACCOUNT_FROZEN, IDEMPOTENCY_KEY_REUSED
 */
export async function adjustPoints(work: Work, request: AdjustmentRequest): Promise<Account> {
  const { userId, points, reason, adminId, requestHash, ip } = request
  const account = await lockAccount(work, userId)
  // Looked up behind the lock: the same request sent twice at once is booked once.
  const earlier = await findAdjustment(work.sql, request)
  if (earlier && earlier.requestHash !== requestHash) throw CommonErrors.IDEMPOTENCY_KEY_REUSED()
  if (earlier) return account
  if (account.accountFrozen) throw PointsErrors.ACCOUNT_FROZEN({ userId })
  const movement = adjusting(points, account.debt)
  const { available } = account
  if (available + movement.available < 0) throw PointsErrors.POINTS_INSUFFICIENT({ userId, available })
  const id = newId(work.now)
  const isFirst = await addAdjustment(work, { ...request, id })
  if (!isFirst) throw CommonErrors.IDEMPOTENCY_KEY_REUSED()
  const moved = await record(work, account, { bizType: 'ADMIN', bizId: id, direction: 'ADJUST', movement })
  work.publish(
    happened(
      PointsAdjusted,
      { aggregateType: 'points', aggregateId: userId, aggregateVersion: moved.version },
      {
        userId,
        adjustmentId: id,
        delta: points,
        debtOffset: account.debt - moved.debt,
        balance: moved.available,
        adminId,
        reason,
        ip,
        adjustedAt: work.now,
        version: moved.version,
      },
    ),
  )
  return moved
}
