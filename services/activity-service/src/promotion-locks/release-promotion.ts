import { unlockCoupon } from '../coupons/settle-coupon.ts'
import type { Work } from '../deps.ts'
import { releaseQuota } from '../promotions/take-quota.ts'
import { buryLock, lockLock, saveLock } from './promotion-lock.store.ts'
import { ORDER_CLOSED, promotionLockMachine, releasedEvent } from './promotion-lock.ts'

export type Closed = {
  readonly orderId: string
  readonly userId: string
  /** Whether the order may still ask for something. */
  readonly promoted: boolean
}

const NOTHING_HELD = new Set(['RELEASED', 'REJECTED'])

/**
 * The order was closed unpaid: coupon and quotas are free again. An order that has not asked yet leaves a tombstone that
 * refuses it.
 * @throws ILLEGAL_TRANSITION when the order was paid: after-sales alone undo that
 */
export async function releasePromotion(work: Work, { promoted, ...order }: Closed): Promise<void> {
  if (promoted && (await buryLock(work, order, ORDER_CLOSED))) return
  const lock = await lockLock(work, order.orderId)
  if (!lock || NOTHING_HELD.has(lock.status)) return
  const to = promotionLockMachine.next(lock.status, 'release')
  const quotas = await releaseQuota(work, lock.orderId)
  if (lock.couponId) await unlockCoupon(work, { couponId: lock.couponId, orderId: lock.orderId })
  work.publish(releasedEvent(await saveLock(work, lock, { event: 'release', to }), quotas))
}
