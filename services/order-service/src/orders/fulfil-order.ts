import type { PickupVerified } from '@linli/proto/delivery'
import type { Work } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import { changeOrder } from './order.store.ts'
import { type Actor, type Order, SYSTEM } from './order.ts'
import { accept, arrive, deliver, dispatch, pickUp, receive, settle } from './order-rules.ts'

export const dispatchOrder = (work: Work, orderId: string, at: Date): Promise<Order> =>
  changeOrder(work, orderId, (order) => dispatch(order, { at }))

/** The goods are at the point. Said again by a second parcel of the same order, it changes nothing. */
export const readyOrder = (work: Work, orderId: string, at: Date): Promise<Order> =>
  changeOrder(work, orderId, (order) => (order.readyAt ? undefined : arrive(order, { at })))

export const deliverOrder = (work: Work, orderId: string, at: Date): Promise<Order> =>
  changeOrder(work, orderId, (order) => (order.deliveredAt ? undefined : deliver(order, { at })))

/** Goods handed out at the point. @param aftersaleMs how long after-sales are open afterwards. */
export const pickUpOrder = (work: Work, event: PickupVerified, aftersaleMs: number): Promise<Order> =>
  changeOrder(work, event.orderId, (order) =>
    pickUp(
      order,
      { lines: event.lines, aftersaleUntil: new Date(event.verifiedAt.getTime() + aftersaleMs) },
      { at: event.verifiedAt, actor: { type: 'STAFF', id: event.operatorId } },
    ),
  )

/** The user confirms receipt, or the clock does. @throws ORDER_NOT_FOUND for another's order */
export const receiveOrder = (
  work: Work,
  orderId: string,
  { actor = SYSTEM, aftersaleMs }: { actor?: Actor; aftersaleMs: number },
): Promise<Order> =>
  changeOrder(work, orderId, (order) => {
    if (actor.type === 'USER' && order.userId !== actor.id) throw OrderErrors.ORDER_NOT_FOUND({ orderId })
    if (order.status === 'COMPLETED') return undefined
    return receive(order, new Date(work.now.getTime() + aftersaleMs), { at: work.now, actor })
  })

export const settleOrder = (work: Work, orderId: string): Promise<Order> =>
  changeOrder(work, orderId, (order) => (order.settledAt ? undefined : settle(order, { at: work.now })))

/** @throws ORDER_NOT_FOUND for another merchant's order */
export const acceptOrder = (
  work: Work,
  orderId: string,
  { staffId, merchantId }: { staffId: string; merchantId: string },
): Promise<Order> =>
  changeOrder(work, orderId, (order) => {
    if (order.merchantId !== merchantId) throw OrderErrors.ORDER_NOT_FOUND({ orderId })
    return accept(order, { at: work.now, actor: { type: 'STAFF', id: staffId } })
  })
