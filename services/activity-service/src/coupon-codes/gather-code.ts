import type { CouponTemplate } from '../coupon-templates/coupon-template.ts'
import { gatherCouponTemplate } from '../coupon-templates/gather-coupon-template.ts'
import type { Deps } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { findCode } from './code.store.ts'
import { hashCode } from './code.ts'

/** What a code would give. @throws CODE_INVALID alike for an unknown, used and expired one */
export async function gatherCode(
  deps: Deps,
  code: string,
): Promise<{ codeHash: string; template: CouponTemplate }> {
  const codeHash = hashCode(code)
  const found = await findCode(deps.sql, codeHash)
  const expired = found?.expiresAt && found.expiresAt <= deps.clock.now()
  if (!found || found.redeemedBy !== null || expired) throw ActivityErrors.CODE_INVALID()
  return { codeHash, template: await gatherCouponTemplate(deps, found.templateId) }
}
