import type { Deps } from '../deps.ts'
import type { Obligations } from './deletion.ts'

/** @throws the peer's error: who cannot be asked cannot say that nothing is open. */
export async function gatherObligations(
  { order, payment }: Pick<Deps, 'order' | 'payment'>,
  userId: string,
): Promise<Obligations> {
  const [{ unpaid, undelivered, refunding }, { pendingPayments, openRefunds }] = await Promise.all([
    order.getUserLiveOrderSummary({ userId }),
    payment.getUserOpenAmounts({ userId }),
  ])
  return { unpaid, undelivered, refunding, openPayments: pendingPayments + openRefunds }
}
