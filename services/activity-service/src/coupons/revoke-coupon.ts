import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { type Actor, lockCouponRow, saveCoupon } from './coupon.store.ts'
import { couponMachine, revoke, statusAt, type UserCoupon } from './user-coupon.ts'

/** @throws COUPON_NOT_FOUND, COUPON_NOT_REVOCABLE unless it is unused */
export async function revokeCoupon(
  work: Work,
  id: string,
  { actor, reason }: { actor: Actor; reason: string },
): Promise<UserCoupon> {
  const coupon = await lockCouponRow(work, id)
  if (!coupon) throw ActivityErrors.COUPON_NOT_FOUND({ couponId: id })
  const status = statusAt(coupon, work.now)
  if (!couponMachine.can(status, 'revoke'))
    throw ActivityErrors.COUPON_NOT_REVOCABLE({ couponId: id, status })
  const step = revoke(coupon)
  await saveCoupon(work, coupon, { step, actor, reason })
  return step.next
}
