import type { Work } from '../deps.ts'
import { dropSubscriptions } from './stock-subscription.store.ts'

/** Nobody waits any more. */
export const forgetSubscriptions = (work: Work, userId: string): Promise<void> =>
  dropSubscriptions(work, userId)
