import type { Work } from '../deps.ts'
import { claimOver, saveTemplate } from './coupon-template.store.ts'
import { couponTemplateMachine } from './coupon-template.ts'

/** Writes down that the time of these templates is over. @returns how many. */
export async function finishCouponTemplates(work: Work, limit: number): Promise<number> {
  const over = await claimOver(work, limit)
  for (const template of over) {
    const next = {
      ...template,
      status: couponTemplateMachine.next(template.status, 'end'),
      version: template.version + 1,
    }
    await saveTemplate(work, template, {
      next,
      step: { event: 'end', actor: { type: 'SYSTEM' }, reason: '' },
    })
  }
  return over.length
}
