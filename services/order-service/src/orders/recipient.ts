import type { Order, Recipient } from './order.ts'

/** Opens what the vault sealed. */
export type Opener = (sealed: string) => string

/** `138****0000` (product.md U23). */
export const maskPhone = (phone: string): string => phone.replace(/^(\d{3})\d+(\d{4})$/, '$1****$2')

/** Whom the order names, if it names anybody. */
export function openRecipient(order: Pick<Order, 'recipientSealed'>, open: Opener): Recipient | null {
  return order.recipientSealed ? (JSON.parse(open(order.recipientSealed)) as Recipient) : null
}
