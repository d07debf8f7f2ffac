import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { type OrderGrowth, saveGrowth } from './level.store.ts'

/**
 * An order counts with the money that was kept for goods.
 * @throws USER_NOT_FOUND when the event is earlier than the user: it comes again.
 */
export async function recordGrowth(work: Work, growth: OrderGrowth): Promise<void> {
  if (!(await saveGrowth(work, growth))) throw UserErrors.USER_NOT_FOUND({ userId: growth.userId })
}
