import type { Work } from '../deps.ts'
import { shiftDeadlines } from './delivery.store.ts'

/** A point is shut for a while: nobody's goods fall due behind a closed door. */
export const moveDeadlines = (
  work: Work,
  closure: { pickupPointId: string; startsAt: Date; endsAt: Date },
): Promise<void> => shiftDeadlines(work, closure)
