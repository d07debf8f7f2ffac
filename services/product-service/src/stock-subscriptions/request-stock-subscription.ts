import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { findWaiting, insertSubscription, lockWaiting } from './stock-subscription.store.ts'
import { MAX_WAITING, type StockSubscription } from './stock-subscription.ts'

/** Saying it twice is saying it once. @throws STOCK_SUBSCRIPTION_LIMIT */
export async function requestStockSubscription(
  work: Work,
  wanted: Omit<StockSubscription, 'id' | 'createdAt'>,
): Promise<StockSubscription> {
  const waiting = await lockWaiting(work, wanted.userId)
  const known = await findWaiting(work, wanted)
  if (known) return known
  if (waiting >= MAX_WAITING) throw ProductErrors.STOCK_SUBSCRIPTION_LIMIT({ max: MAX_WAITING })
  return insertSubscription(work, wanted)
}
