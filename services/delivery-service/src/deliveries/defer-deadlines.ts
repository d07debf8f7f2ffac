import type { Work } from '../deps.ts'
import { moveDeadlines } from './delivery.store.ts'

/** A point is shut for a while: nobody's goods fall due behind a closed door. */
export const deferDeadlines = (
  work: Work,
  closure: { pickupPointId: string; startsAt: Date; endsAt: Date },
): Promise<void> => moveDeadlines(work, closure)
