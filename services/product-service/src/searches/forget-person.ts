import type { Work } from '../deps.ts'
import { forgetSubscriptions } from '../stock-subscriptions/forget-subscriptions.ts'
import { forgetHistory } from './search.store.ts'

/** An account is gone (product.md U19): what it looked for and waited for is nobody's business. */
export async function forgetPerson(work: Work, userId: string): Promise<void> {
  await forgetHistory(work, userId)
  await forgetSubscriptions(work, userId)
}
