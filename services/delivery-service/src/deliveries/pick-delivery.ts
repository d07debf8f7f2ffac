import type { Work } from '../deps.ts'
import { saveDelivery } from './delivery.store.ts'
import { type Delivery, type HandOver, type HandOverChange, handOver } from './delivery.ts'

/** Hands goods of a locked task out. @throws what `handOver` throws. */
export async function pickDelivery(work: Work, delivery: Delivery, how: HandOver): Promise<HandOverChange> {
  const change = handOver(delivery, how, work.now)
  await saveDelivery(work, delivery, change)
  return change
}
