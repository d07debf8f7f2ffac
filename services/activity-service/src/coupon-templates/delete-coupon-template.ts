import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { deleteTemplate, lockTemplate } from './coupon-template.store.ts'

/** @throws TEMPLATE_NOT_FOUND, TEMPLATE_TERMS_FIXED unless it is a draft that was never issued */
export async function deleteCouponTemplate(work: Work, id: string): Promise<void> {
  const template = await lockTemplate(work, id)
  if (template.status !== 'DRAFT' || template.issued > 0)
    throw ActivityErrors.TEMPLATE_TERMS_FIXED({ templateId: id })
  await deleteTemplate(work, id)
}
