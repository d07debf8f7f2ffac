import { releaseBudget } from '../coupon-templates/take-coupon-template.ts'
import type { Work } from '../deps.ts'
import { type LockedCoupon, lockCouponRow, SYSTEM, saveCoupon } from './coupon.store.ts'
import { giveBack, returnedEvent, type Step, type UserCoupon, unlock, use, usedEvent } from './user-coupon.ts'

// What becomes of the coupon an order holds. The order's lock (promotion-locks) says which; a coupon that another
// order holds by now is not touched.

export type Holder = { readonly couponId: string; readonly orderId: string }

async function held(work: Work, { couponId, orderId }: Holder): Promise<LockedCoupon> {
  const coupon = await lockCouponRow(work, couponId)
  if (coupon?.lockedOrderId !== orderId) throw new Error(`coupon ${couponId} is not held by order ${orderId}`)
  return coupon
}

const save = (work: Work, coupon: UserCoupon, { step, orderId }: { step: Step; orderId: string }) =>
  saveCoupon(work, coupon, { step, actor: SYSTEM, orderId })

/** LOCKED → USED: the order is paid. */
export async function useCoupon(work: Work, holder: Holder): Promise<void> {
  const coupon = await held(work, holder)
  const step = use(coupon, work.now)
  await save(work, coupon, { step, orderId: holder.orderId })
  work.publish(usedEvent(step.next, holder.orderId, work.now))
}

/** LOCKED → UNUSED, or EXPIRED when it ran out too long ago: the order was closed unpaid. */
export async function unlockCoupon(work: Work, holder: Holder): Promise<void> {
  const coupon = await held(work, holder)
  const step = unlock(coupon, work.now)
  await save(work, coupon, { step, orderId: holder.orderId })
  if (coupon.budgeted) await releaseBudget(work, coupon.templateId, coupon.discountFen ?? 0)
  if (step.next.status === 'EXPIRED') return
  const extended = step.next.validUntil > coupon.validUntil
  work.publish(returnedEvent(step.next, { orderId: holder.orderId, extended }, work.now))
}

export type Refunded = Holder & { readonly aftersaleId: string; readonly extensionMs: number }

/** USED → UNUSED, once in a coupon's life: the whole order was refunded. @returns false when it does not come back. */
export async function returnCoupon(work: Work, refunded: Refunded): Promise<boolean> {
  const { orderId, aftersaleId, extensionMs } = refunded
  const coupon = await held(work, refunded)
  const step = giveBack(coupon, work.now, extensionMs)
  if (!step) return false
  await save(work, coupon, { step, orderId })
  if (coupon.budgeted) await releaseBudget(work, coupon.templateId, coupon.discountFen ?? 0)
  const extended = step.next.validUntil > coupon.validUntil
  work.publish(returnedEvent(step.next, { orderId, aftersaleId, extended }, work.now))
  return true
}
