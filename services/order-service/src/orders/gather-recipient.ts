import type { Deps } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import type { Order, Recipient } from './order.ts'
import { openRecipient } from './recipient.ts'

/**
 * Whom the counter would call: the recipient that the order names, else the resident who placed it.
 * @throws NO_PHONE when neither has one
 */
export async function gatherRecipient(deps: Deps, order: Order): Promise<Recipient> {
  const named = openRecipient(order, deps.vault.open)
  if (named) return named
  const { nickname, phone } = await deps.user.getUser({ userId: order.userId })
  if (phone === '') throw OrderErrors.NO_PHONE({ orderId: order.id })
  return { name: nickname, phone, address: '' }
}
