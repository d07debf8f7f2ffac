import type { CouponTemplate } from '../coupon-templates/coupon-template.ts'
import { assertClaimable } from '../coupon-templates/coupon-template.ts'
import type { Work } from '../deps.ts'
import { insertGrant, type NewGrant } from './grant.store.ts'

/**
 * Notes who is to get a coupon; a job gives them out.
 * @throws COUPON_SOLD_OUT, COUPON_NOT_CLAIMABLE, or a unique violation of the key
 */
export function createGrant(
  work: Work,
  template: CouponTemplate,
  grant: Omit<NewGrant, 'templateId'>,
): Promise<string> {
  assertClaimable(template, work.now)
  return insertGrant(work, { ...grant, templateId: template.id })
}
