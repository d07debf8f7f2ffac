import { removeCart } from '../carts/remove-cart.ts'
import type { Work } from '../deps.ts'
import { eraseRecipients } from './order.store.ts'

/** An account is gone (product.md U19): its orders are numbers without a person, its cart is nobody's. */
export async function forgetPerson(work: Work, userId: string): Promise<void> {
  await eraseRecipients(work, userId)
  await removeCart(work, userId)
}
