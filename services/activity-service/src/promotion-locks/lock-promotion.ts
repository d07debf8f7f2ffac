import { lockCoupon, readCoupon } from '../coupons/lock-coupon.ts'
import type { Work } from '../deps.ts'
import type { Rules } from '../promotions/running.ts'
import { heldQuota, releaseQuota, takeQuota } from '../promotions/take-quota.ts'
import { holdLock, lockLock, openLock, rejectLock } from './promotion-lock.store.ts'
import {
  demandsOf,
  lockedEvent,
  ORDER_CLOSED,
  type OrderToLock,
  type PromotionLock,
  type Refusal,
  refusalOf,
  refusedEvent,
} from './promotion-lock.ts'

/**
 * Holds an order's coupon and quotas, together or not at all (A08, A19), and answers with PromotionLocked or
 * PromotionLockFailed. An order that was asked for before gets the same answer again; one that was closed before it was
 * asked for is refused by its tombstone.
 */
export async function lockPromotion(work: Work, order: OrderToLock, rules: Rules): Promise<void> {
  const [lock, coupon] = await Promise.all([
    openLock(work, order),
    order.couponId === undefined ? undefined : readCoupon(work, order.couponId),
  ])
  if (!lock) return answerAgain(work, order.orderId)
  const refusal = refusalOf(order, coupon, rules)
  if (refusal) return refuse(work, lock, refusal)

  const { orderId, userId } = order
  const quota = await takeQuota(work, demandsOf(order.lines), { orderId, userId })
  if ('refusal' in quota) return refuse(work, lock, quota.refusal)
  const discountFen =
    order.couponDiscountFen + (coupon?.terms.type === 'FREE_DELIVERY' ? order.feeDiscountFen : 0)
  if (coupon && !(await lockCoupon(work, coupon, { orderId, discountFen }))) {
    await releaseQuota(work, orderId)
    return refuse(work, lock, { reason: 'COUPON_NOT_USABLE', name: coupon.name, couponId: coupon.id })
  }
  await holdLock(work, lock, { couponId: coupon?.id ?? null, discountFen: coupon ? discountFen : 0 })
  work.publish(lockedEvent({ ...lock, couponId: coupon?.id ?? null }, quota.taken))
}

async function refuse(work: Work, lock: PromotionLock, refusal: Refusal): Promise<void> {
  await rejectLock(work, lock, refusal)
  work.publish(refusedEvent(lock, refusal))
}

async function answerAgain(work: Work, orderId: string): Promise<void> {
  const known = await lockLock(work, orderId)
  if (!known) throw new Error(`the lock of order ${orderId} vanished`)
  const held = known.status !== 'REJECTED' && known.status !== 'RELEASED'
  work.publish(
    held
      ? lockedEvent(known, await heldQuota(work, orderId))
      : refusedEvent(known, known.refusal ?? ORDER_CLOSED),
  )
}
