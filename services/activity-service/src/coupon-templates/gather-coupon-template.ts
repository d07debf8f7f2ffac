import type { Deps } from '../deps.ts'
import { listRegisterTemplates, loadTemplate } from './coupon-template.store.ts'
import type { CouponTemplate } from './coupon-template.ts'

/** @throws TEMPLATE_NOT_FOUND */
export const gatherCouponTemplate = ({ sql }: Pick<Deps, 'sql'>, id: string): Promise<CouponTemplate> =>
  loadTemplate(sql, id)

/** What new residents are given. */
export const gatherRegisterTemplates = ({ sql }: Pick<Deps, 'sql'>): Promise<CouponTemplate[]> =>
  listRegisterTemplates(sql)
