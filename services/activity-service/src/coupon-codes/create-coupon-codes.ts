import type { CouponTemplate } from '../coupon-templates/coupon-template.ts'
import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { type BatchKey, countOpenCodes, insertBatch } from './code.store.ts'
import { type CodeBatch, hashCode, newCode } from './code.ts'

export type Making = {
  readonly template: CouponTemplate
  readonly count: number
  readonly expiresAt: Date | null
  readonly key: BatchKey
}

/**
 * Makes single-use codes. They are told once: only their hashes are kept.
 * @param making.template whose row the caller has locked, so that two batches cannot promise the same coupons
 * @throws TEMPLATE_CHANNEL, TOO_MANY_CODES when more would be out than coupons are left, or a unique violation of the key
 */
export async function createCouponCodes(
  work: Work,
  { template, count, expiresAt, key }: Making,
): Promise<CodeBatch & { codes: string[] }> {
  if (template.channel !== 'CODE') throw ActivityErrors.TEMPLATE_CHANNEL({ templateId: template.id })
  const left = template.total - template.issued - (await countOpenCodes(work, template.id))
  if (count > left) throw ActivityErrors.TOO_MANY_CODES({ left: Math.max(0, left) })
  const codes = Array.from({ length: count }, newCode)
  const hashes = codes.map(hashCode)
  return { ...(await insertBatch(work, { ...key, templateId: template.id, expiresAt, hashes })), codes }
}
