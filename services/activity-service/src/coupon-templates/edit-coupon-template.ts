import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { type Actor, insertTemplate, lockTemplate, saveTemplate } from './coupon-template.store.ts'
import {
  assertSound,
  type CouponTemplate,
  couponTemplateMachine,
  edit,
  type TemplateDraft,
  type TemplateEvent,
} from './coupon-template.ts'

/** @throws TEMPLATE_INVALID */
export function createCouponTemplate(
  work: Work,
  draft: TemplateDraft,
  actor: Actor & { id: string },
): Promise<CouponTemplate> {
  assertSound(draft)
  return insertTemplate(work, draft, actor)
}

/** The row, locked until the end of the transaction. @throws TEMPLATE_NOT_FOUND */
export const lockCouponTemplate = (work: Work, id: string): Promise<CouponTemplate> => lockTemplate(work, id)

/** @throws TEMPLATE_NOT_FOUND, TEMPLATE_ENDED, TEMPLATE_TERMS_FIXED, TEMPLATE_INVALID */
export async function editCouponTemplate(
  work: Work,
  id: string,
  { draft, actor }: { draft: TemplateDraft; actor: Actor },
): Promise<CouponTemplate> {
  const template = await lockTemplate(work, id)
  const next = edit(template, draft)
  await saveTemplate(work, template, { next, step: { event: 'edit', actor, reason: '' } })
  return next
}

export type Moving = {
  readonly event: TemplateEvent
  readonly actor: Actor
  readonly reason: string
  /** Only a template of this merchant; another's is not found. */
  readonly merchantId?: string
}

/** @throws TEMPLATE_NOT_FOUND, ILLEGAL_TRANSITION */
export async function moveCouponTemplate(work: Work, id: string, moving: Moving): Promise<CouponTemplate> {
  const template = await lockTemplate(work, id)
  const { event, actor, reason, merchantId } = moving
  if (merchantId !== undefined && merchantId !== template.merchantId)
    throw ActivityErrors.TEMPLATE_NOT_FOUND({ templateId: id })
  const status = couponTemplateMachine.next(template.status, event)
  const next = { ...template, status, version: template.version + 1 }
  await saveTemplate(work, template, { next, step: { event, actor, reason } })
  return next
}
