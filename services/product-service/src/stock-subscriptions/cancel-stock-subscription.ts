import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { dropSubscription } from './stock-subscription.store.ts'

/** @throws STOCK_SUBSCRIPTION_NOT_FOUND, for another resident's too. */
export async function cancelStockSubscription(
  work: Work,
  own: { readonly id: string; readonly userId: string },
): Promise<void> {
  if (!(await dropSubscription(work, own))) throw ProductErrors.STOCK_SUBSCRIPTION_NOT_FOUND({ id: own.id })
}
