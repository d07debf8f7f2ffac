import { happened } from '@linli/core'
import { PointsFreezeFailed, PointsFrozen, type PointsRefusal } from '@linli/proto/points'
import type { Work } from '../deps.ts'
import { lockAccount, record } from './account.store.ts'
import { freezing } from './account.ts'
import { addHold, lockHold } from './hold.store.ts'

export type FreezeRequest = { readonly orderId: string; readonly userId: string; readonly points: number }

/** Sets points aside for an order and answers the saga; a refusal is an answer, not an error. */
export async function freezePoints(work: Work, { orderId, userId, points }: FreezeRequest): Promise<void> {
  const before = await lockHold(work, orderId)
  const account = await lockAccount(work, userId)
  const about = { aggregateType: 'points', aggregateId: userId, aggregateVersion: account.version }
  const refuse = (reason: PointsRefusal) => {
    const refusal = {
      orderId,
      userId,
      requested: points,
      available: account.available,
      reason,
      failedAt: work.now,
    }
    work.publish(happened(PointsFreezeFailed, about, { ...refusal, version: account.version }))
  }
  if (before?.status === 'REJECTED') return refuse('ORDER_CLOSED')
  if (before) return undefined
  if (account.accountFrozen) return refuse('ACCOUNT_FROZEN')
  if (account.available < points) return refuse('INSUFFICIENT')
  await addHold(work, { orderId, userId, points, status: 'FROZEN' })
  const moved = await record(work, account, {
    bizType: 'ORDER',
    bizId: orderId,
    direction: 'FREEZE',
    movement: freezing(points),
  })
  work.publish(
    happened(PointsFrozen, about, { orderId, userId, points, frozenAt: work.now, version: moved.version }),
  )
  return undefined
}
