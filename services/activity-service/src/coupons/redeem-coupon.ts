import { useCouponCode } from '../coupon-codes/use-coupon-code.ts'
import type { CouponTemplate } from '../coupon-templates/coupon-template.ts'
import { assertClaimable } from '../coupon-templates/coupon-template.ts'
import type { Work } from '../deps.ts'
import { insertClaim } from './coupon.store.ts'
import { type Issued, issueCoupon } from './issue-coupon.ts'

export type Redeeming = {
  readonly template: CouponTemplate
  readonly codeHash: string
  readonly userId: string
  readonly idempotencyKey: string
  readonly requestHash: string
}

/** A code becomes a coupon, once. @throws CODE_INVALID, what `issueCoupon` throws, or a unique violation of the key */
export async function redeemCoupon(work: Work, redeeming: Redeeming): Promise<Issued> {
  const { template, codeHash, userId, idempotencyKey: key, requestHash } = redeeming
  assertClaimable(template, work.now)
  const issued = await issueCoupon(work, {
    template,
    userId,
    source: 'CODE',
    sourceRef: codeHash,
    actor: { type: 'USER', id: userId },
  })
  await useCouponCode(work, codeHash, { userId, couponId: issued.coupon.id })
  await insertClaim(work, { userId, key, requestHash, couponId: issued.coupon.id })
  return issued
}
