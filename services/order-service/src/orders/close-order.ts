import type { CloseReason } from '@linli/proto/order'
import type { Work } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import { changeOrder } from './order.store.ts'
import { type Actor, type Order, SYSTEM } from './order.ts'
import { close, note, requestClose } from './order-rules.ts'

/** The payment window is over. Asking twice, or after the money came, changes nothing. */
export const expireOrder = (work: Work, orderId: string, reason: CloseReason): Promise<Order> =>
  changeOrder(work, orderId, (order) =>
    order.status === 'PENDING_PAYMENT' && !order.closing
      ? requestClose(order, reason, { at: work.now, actor: SYSTEM })
      : undefined,
  )

/** The user changes their mind before paying. @throws ORDER_NOT_FOUND for another's order */
export const cancelOrder = (work: Work, orderId: string, actor: Actor): Promise<Order> =>
  changeOrder(work, orderId, (order) => {
    if (actor.type === 'USER' && order.userId !== actor.id) throw OrderErrors.ORDER_NOT_FOUND({ orderId })
    if (order.status === 'CREATED') throw OrderErrors.ORDER_IN_PROGRESS({ orderId })
    if (order.closing || (order.status === 'CLOSED' && order.closeReason === 'USER_CANCEL')) return undefined
    return requestClose(order, 'USER_CANCEL', { at: work.now, actor })
  })

/** The console cancels an unpaid order for its owner; a paid one is refunded instead. */
export const cancelForUser = (
  work: Work,
  orderId: string,
  { actor, reason }: { actor: Actor; reason: string },
): Promise<Order> =>
  changeOrder(work, orderId, (order) => {
    if (order.status === 'CREATED') throw OrderErrors.ORDER_IN_PROGRESS({ orderId })
    if (order.closing) return undefined
    return requestClose(order, 'USER_CANCEL', { at: work.now, actor, detail: { note: reason } })
  })

/** Payment is certain that no money can arrive any more. */
export const closeOrder = (work: Work, orderId: string): Promise<Order> =>
  changeOrder(work, orderId, (order) =>
    order.status === 'CLOSED' ? undefined : close(order, { at: work.now }),
  )

/** Payment has not said for long whether money can still arrive. The history says so, once; nothing is released. */
export const noteStuckClose = (work: Work, orderId: string): Promise<Order> =>
  changeOrder(work, orderId, (order) => (order.closing ? note(order, 'closeStuck', {}) : undefined))
