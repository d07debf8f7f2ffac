import type { Work } from '../deps.ts'
import { pausePointsOf } from './pickup-point.store.ts'

/**
 * What a leader keeps takes no new orders once they are suspended or gone; what lies there is handed over. Only the
 * platform opens a point again: somebody else may keep it by then.
 */
export const pausePickupPoints = (work: Work, leaderId: string): Promise<void> =>
  pausePointsOf(work, leaderId)
