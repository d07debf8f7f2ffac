import type { Work } from '../deps.ts'
import { answerWaiting } from './stock-subscription.store.ts'
import { replenishedEvent } from './stock-subscription.ts'

/** Tells everybody whose SKU is back, once. @returns how many. */
export async function notifySubscribers(work: Work, limit: number): Promise<number> {
  const answered = await answerWaiting(work, limit)
  work.publish(...answered.map((each) => replenishedEvent(each, work.now)))
  return answered.length
}
