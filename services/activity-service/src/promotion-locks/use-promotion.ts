import { returnCoupon, useCoupon } from '../coupons/settle-coupon.ts'
import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import type { QuotaDemand } from '../promotions/quota.ts'
import { returnQuota } from '../promotions/take-quota.ts'
import { lockLock, saveLock } from './promotion-lock.store.ts'
import { type PromotionLock, promotionLockMachine } from './promotion-lock.ts'

const USED_ALREADY = new Set(['USED', 'RETURNED'])

/** @throws LOCK_NOT_FOUND when the event overtook the order: it is tried again */
async function heldLock(work: Work, orderId: string): Promise<PromotionLock> {
  const lock = await lockLock(work, orderId)
  if (!lock) throw ActivityErrors.LOCK_NOT_FOUND({ orderId })
  return lock
}

/**
 * The order is paid: its coupon is used.
 * @throws LOCK_NOT_FOUND, ILLEGAL_TRANSITION when it was released: money for a closed order is refunded
 */
export async function usePromotion(work: Work, orderId: string): Promise<void> {
  const lock = await heldLock(work, orderId)
  if (USED_ALREADY.has(lock.status)) return
  const to = promotionLockMachine.next(lock.status, 'use')
  if (lock.couponId) await useCoupon(work, { couponId: lock.couponId, orderId })
  await saveLock(work, lock, { event: 'use', to })
}

export type Refunded = {
  readonly orderId: string
  readonly aftersaleId: string
  readonly extensionMs: number
}

/** The whole order is refunded: its coupon comes back, once. @throws LOCK_NOT_FOUND, ILLEGAL_TRANSITION before it is paid */
export async function returnPromotion(work: Work, { orderId, ...refunded }: Refunded): Promise<void> {
  const lock = await heldLock(work, orderId)
  if (lock.status === 'RETURNED' || !lock.couponId) return
  const to = promotionLockMachine.next(lock.status, 'return')
  const returned = await returnCoupon(work, { couponId: lock.couponId, orderId, ...refunded })
  if (returned) await saveLock(work, lock, { event: 'return', to })
}

export type GoodsReleased = {
  readonly orderId: string
  readonly aftersaleId: string
  readonly demands: readonly QuotaDemand[]
}

/** Goods of a paid order came back: their quota is free again. @throws LOCK_NOT_FOUND, ILLEGAL_TRANSITION before it is paid */
export async function returnPromotionQuota(
  work: Work,
  { orderId, aftersaleId, demands }: GoodsReleased,
): Promise<void> {
  const lock = await heldLock(work, orderId)
  if (lock.status === 'LOCKED') throw ActivityErrors.LOCK_NOT_FOUND({ orderId, status: lock.status })
  await returnQuota(work, demands, { orderId, aftersaleId })
}
