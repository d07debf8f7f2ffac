import { isAppError } from '@linli/core'
import { gatherCode } from '../coupon-codes/gather-code.ts'
import { assertClaimable, type CouponTemplate } from '../coupon-templates/coupon-template.ts'
import { gatherCouponTemplate } from '../coupon-templates/gather-coupon-template.ts'
import type { Deps } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { isSoldOut } from './sold-out.client.ts'

/**
 * What a claim needs to know before the transaction.
 * @throws COUPON_SOLD_OUT, COUPON_NOT_CLAIMABLE, COUPON_AUDIENCE, TEMPLATE_NOT_FOUND, or the peer's error
 */
export async function gatherClaim(
  deps: Deps,
  { templateId, userId }: { templateId: string; userId: string },
): Promise<CouponTemplate> {
  if (await isSoldOut(deps, templateId)) throw ActivityErrors.COUPON_SOLD_OUT({ templateId })
  const template = await gatherCouponTemplate(deps, templateId)
  assertClaimable(template, deps.clock.now())
  await assertAudience(deps, template, userId)
  return template
}

/** @throws CODE_INVALID, COUPON_AUDIENCE */
export async function gatherRedemption(
  deps: Deps,
  { code, userId }: { code: string; userId: string },
): Promise<{ codeHash: string; template: CouponTemplate }> {
  const found = await gatherCode(deps, code)
  await assertAudience(deps, found.template, userId)
  return found
}

async function assertAudience(
  deps: Deps,
  { id, audience, audienceIds }: CouponTemplate,
  userId: string,
): Promise<void> {
  const refused = (reason: string) => ActivityErrors.COUPON_AUDIENCE({ templateId: id, reason })
  const kind = audience === 'NEW_USER' ? 'NEW_USER' : 'COUPON'
  const eligibility = await deps.user.checkUserEligibility({ userId, kind })
  if (!eligibility.eligible) throw refused(eligibility.reason ?? 'BLOCKED')
  if (audience !== 'COMMUNITY') return
  const { communityId } = await deps.user.getUser({ userId })
  if (!communityId || !audienceIds.includes(communityId)) throw refused('COMMUNITY')
}

/** Whether an error means that the last one is gone. */
export const saysSoldOut = (error: unknown): boolean => isAppError(error) && error.id === 'COUPON_SOLD_OUT'
