import { takeBudget } from '../coupon-templates/take-coupon-template.ts'
import type { Work } from '../deps.ts'
import { type LockedCoupon, lockCouponRow, SYSTEM, saveCoupon } from './coupon.store.ts'
import { lock } from './user-coupon.ts'

/** The coupon's row, locked until the end of the transaction: what is decided about it now stays true. */
export const readCoupon = (work: Work, id: string): Promise<LockedCoupon | undefined> =>
  lockCouponRow(work, id)

/**
 * UNUSED → LOCKED for one order (A08, T20). The caller has read the coupon by `readCoupon`.
 * @returns false when the template's budget is used up
 */
export async function lockCoupon(
  work: Work,
  coupon: LockedCoupon,
  { orderId, discountFen }: { orderId: string; discountFen: number },
): Promise<boolean> {
  if (coupon.budgeted && !(await takeBudget(work, coupon.templateId, discountFen))) return false
  await saveCoupon(work, coupon, { step: lock(coupon, { orderId, discountFen }), actor: SYSTEM, orderId })
  return true
}
