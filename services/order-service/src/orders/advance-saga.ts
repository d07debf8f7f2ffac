import type { CloseReason, SagaParticipant } from '@linli/proto/order'
import { clearCart } from '../carts/clear-cart.ts'
import type { Work } from '../deps.ts'
import { changeOrder, endSaga, loadOrder, noteReply } from './order.store.ts'
import { type Actor, type Order, SYSTEM } from './order.ts'
import { closedAgain } from './order-events.ts'
import { confirm, reject } from './order-rules.ts'

/** A participant has reserved. The last one confirms the order; one that comes after the close is told to let go. */
export async function noteReserved(
  work: Work,
  orderId: string,
  participant: SagaParticipant,
): Promise<Order | undefined> {
  const saga = await noteReply(work, orderId, participant)
  if (!saga || saga.state === 'CLOSED') {
    const order = await loadOrder(work.sql, orderId)
    if (order.status === 'CLOSED') work.publish(closedAgain(order))
    return order
  }
  const complete = saga.required.every((needed) => saga.done.includes(needed))
  if (saga.state !== 'RUNNING' || !complete) return undefined
  const [order] = await Promise.all([
    changeOrder(work, orderId, (current) => confirm(current, { at: work.now })),
    endSaga(work, orderId, 'CONFIRMED'),
  ])
  if (order.fromCart) await clearCart(work, order)
  return order
}

type Refusal = { readonly reason: CloseReason; readonly detail: string; readonly actor?: Actor }

/** A participant refused, or time ran out: the order closes and whoever reserved releases. The cart stays. */
export async function failSaga(
  work: Work,
  orderId: string,
  { actor = SYSTEM, ...refusal }: Refusal,
): Promise<Order> {
  if (!(await endSaga(work, orderId, 'CLOSED'))) return loadOrder(work.sql, orderId)
  return changeOrder(work, orderId, (order) => reject(order, refusal, { at: work.now, actor }))
}
