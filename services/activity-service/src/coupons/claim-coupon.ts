import { assertClaimable, type CouponTemplate } from '../coupon-templates/coupon-template.ts'
import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { insertClaim } from './coupon.store.ts'
import { type Issued, issueCoupon } from './issue-coupon.ts'

export type Claiming = {
  readonly template: CouponTemplate
  readonly userId: string
  readonly idempotencyKey: string
  readonly requestHash: string
}

/**
 * A resident takes a coupon from the centre (A05).
 * @throws what `issueCoupon` throws, TEMPLATE_CHANNEL, or a unique violation when the key was used by another request
 */
export async function claimCoupon(work: Work, claiming: Claiming): Promise<Issued> {
  const { template, userId, idempotencyKey: key, requestHash } = claiming
  if (template.channel !== 'CENTRE') throw ActivityErrors.TEMPLATE_CHANNEL({ templateId: template.id })
  assertClaimable(template, work.now)
  const issued = await issueCoupon(work, {
    template,
    userId,
    source: 'CLAIM',
    sourceRef: null,
    actor: { type: 'USER', id: userId },
  })
  await insertClaim(work, { userId, key, requestHash, couponId: issued.coupon.id })
  return issued
}
