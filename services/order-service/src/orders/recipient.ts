import type { Order, Recipient } from './order.ts'

/** Opens what the vault sealed. */
export type Opener = (sealed: string) => string

/** Whom the order names, if it names anybody. */
export function openRecipient(order: Pick<Order, 'recipientSealed'>, open: Opener): Recipient | null {
  return order.recipientSealed ? (JSON.parse(open(order.recipientSealed)) as Recipient) : null
}
