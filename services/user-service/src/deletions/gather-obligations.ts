import type { Deps } from '../deps.ts'
import { countLeading } from './deletion.store.ts'
import type { Obligations } from './deletion.ts'

/** @throws the peer's error: who cannot be asked cannot say that nothing is open. */
export async function gatherObligations(
  { sql, order, payment }: Pick<Deps, 'sql' | 'order' | 'payment'>,
  userId: string,
): Promise<Obligations> {
  const [{ unpaid, undelivered, refunding }, { pendingPayments, openRefunds }, leading] = await Promise.all([
    order.getUserLiveOrderSummary({ userId }),
    payment.getUserOpenAmounts({ userId }),
    countLeading(sql, userId),
  ])
  return { unpaid, undelivered, refunding, openPayments: pendingPayments + openRefunds, leading }
}
