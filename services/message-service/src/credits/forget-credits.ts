import type { Work } from '../deps.ts'
import { dropCredits } from './credit.store.ts'

/** Nobody is there to be written to. */
export const forgetCredits = (work: Work, recipientId: string): Promise<void> =>
  dropCredits(work, recipientId)
