import type { Deps } from '../deps.ts'
import { countMine } from './coupon.store.ts'

/** How many coupons of each template the user has had. */
export const gatherMine = (
  deps: Deps,
  userId: string,
  templateIds: readonly string[],
): Promise<Map<string, number>> => countMine(deps.sql, userId, templateIds)
