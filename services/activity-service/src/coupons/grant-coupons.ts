import { isAppError } from '@linli/core'
import { type CouponTemplate, notClaimable } from '../coupon-templates/coupon-template.ts'
import type { Work } from '../deps.ts'
import { SYSTEM } from './coupon.store.ts'
import { issueCoupon } from './issue-coupon.ts'

/** Refused before anything was written: the user has had them. */
const HAD_ALREADY = new Set(['COUPON_USER_LIMIT', 'COUPON_DAY_LIMIT'])

/**
 * Everything a new neighbour is greeted with, once. Sold out is no failure; when the last goes in this very moment, the
 * event is tried again and finds it sold out.
 */
export async function grantCoupons(
  work: Work,
  userId: string,
  templates: readonly CouponTemplate[],
): Promise<void> {
  for (const template of templates) {
    if (notClaimable(template, work.now)) continue
    try {
      await issueCoupon(work, { template, userId, source: 'REGISTER', sourceRef: userId, actor: SYSTEM })
    } catch (error) {
      if (!isAppError(error) || !HAD_ALREADY.has(error.id)) throw error
    }
  }
}
