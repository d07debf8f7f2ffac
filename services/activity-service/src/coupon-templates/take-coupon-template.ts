import { CommonErrors } from '@linli/core'
import type { Work } from '../deps.ts'
import { loadTemplate, moveBudget, takeOne } from './coupon-template.store.ts'
import { assertClaimable, type CouponTemplate } from './coupon-template.ts'

/**
 * Counts one coupon more of the template.
 * @throws COUPON_SOLD_OUT, COUPON_NOT_CLAIMABLE, or VERSION_CONFLICT when the template was edited since it was read
 */
export async function takeCouponTemplate(work: Work, template: CouponTemplate): Promise<{ last: boolean }> {
  const taken = await takeOne(work, template)
  if (taken) return taken
  assertClaimable(await loadTemplate(work.sql, template.id), work.now)
  throw CommonErrors.VERSION_CONFLICT({ templateId: template.id })
}

/** @returns false when the template's budget does not hold the discount. */
export const takeBudget = (work: Work, templateId: string, fen: number): Promise<boolean> =>
  fen === 0 ? Promise.resolve(true) : moveBudget(work, templateId, fen)

export async function releaseBudget(work: Work, templateId: string, fen: number): Promise<void> {
  if (fen > 0) await moveBudget(work, templateId, -fen)
}
