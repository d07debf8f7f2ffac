import { forgetCredits } from '../credits/forget-credits.ts'
import type { Work } from '../deps.ts'
import { dropMessages } from './message.store.ts'

/** An account is gone (product.md U19): so is its inbox, and what it allowed us to send. */
export async function forgetPerson(work: Work, userId: string): Promise<void> {
  await dropMessages(work, userId)
  await forgetCredits(work, userId)
}
