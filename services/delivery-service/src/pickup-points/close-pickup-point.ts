import { moveDeadlines } from '../deliveries/move-deadlines.ts'
import type { Work } from '../deps.ts'
import { insertClosure, loadPoint, type NewClosure } from './pickup-point.store.ts'
import type { PickupPoint } from './pickup-point.ts'

/**
 * Shuts a point for a while (D02). New orders find it closed; goods that lie there wait: deadlines that fall into the
 * closure move behind it by as much as the closure lasts.
 */
export async function closePickupPoint(work: Work, closure: NewClosure): Promise<PickupPoint> {
  await insertClosure(work, closure)
  await moveDeadlines(work, closure)
  return loadPoint(work.sql, closure.pickupPointId, work.now)
}
