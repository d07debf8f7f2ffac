import { happened } from '@linli/core'
import { RecipientRevealed } from '@linli/proto/order'
import type { Work } from '../deps.ts'
import type { Order } from './order.ts'
import { about } from './order-events.ts'

type Reveal = { readonly staffId: string; readonly reason: string; readonly ip: string }

/** Tells the audit log who is about to see a customer's phone, and why (U23): committed before it is shown. */
export async function revealRecipient(
  work: Work,
  order: Order,
  { staffId, reason, ip }: Reveal,
): Promise<void> {
  const { id: orderId, orderNo, merchantId, version } = order
  const told = { orderId, orderNo, merchantId, staffId, reason, ip, revealedAt: work.now, version }
  work.publish(happened(RecipientRevealed, about(order), told))
}
