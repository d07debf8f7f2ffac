// What may become of an order: pure decisions over the table of order.ts.
import { type DomainEvent, type Fen, happened } from '@linli/core'
import {
  type CloseReason,
  OrderCloseRequested,
  OrderConfirmed,
  OrderPaid,
  OrderPreparing,
  OrderRepriced,
  OrderSettled,
} from '@linli/proto/order'
import { OrderErrors } from '../errors.ts'
import { type Actor, netGoodsFen, type Order, type OrderChange, orderMachine, SYSTEM } from './order.ts'
import {
  about,
  closedEvent,
  completedEvent,
  confirmedMessage,
  paidMessage,
  preparingMessage,
  repricedMessage,
} from './order-events.ts'
import { asPaid, atPrice } from './order-price.ts'

type Step = { at: Date; actor?: Actor; detail?: Record<string, unknown> }

/** The next row version, its history line, and events made from the next state. */
function change(
  order: Order,
  patch: Partial<Order>,
  {
    event,
    actor = SYSTEM,
    detail,
    tell,
  }: { event: string; actor?: Actor; detail?: Record<string, unknown>; tell: (next: Order) => DomainEvent[] },
): OrderChange {
  const next = { ...order, ...patch, version: order.version + 1 }
  return { next, events: tell(next), step: { event, actor, ...(detail && { detail }) } }
}

/** Every participant has reserved: the user may pay. An order that costs nothing is paid at once (O28). */
export function confirm(order: Order, { at }: Step): OrderChange {
  const confirmed = change(
    order,
    { status: orderMachine.next(order.status, 'confirm'), confirmedAt: at },
    { event: 'confirm', tell: (next) => [happened(OrderConfirmed, about(next), confirmedMessage(next, at))] },
  )
  if (order.payableFen > 0) return confirmed
  const paid = pay(confirmed.next, { amountFen: 0, at })
  return {
    next: paid.next,
    events: [...confirmed.events, ...paid.events],
    step: { ...paid.step, event: 'confirmAndPay' },
  }
}

/** A participant refused, or the saga ran out of time: whoever reserved releases. */
export function reject(
  order: Order,
  refusal: { reason: CloseReason; detail: string },
  { at, actor = SYSTEM }: Step,
): OrderChange {
  const status = orderMachine.next(order.status, 'reject')
  return change(
    order,
    { status, closeReason: refusal.reason, closeDetail: refusal.detail, closedAt: at },
    { event: 'reject', actor, detail: refusal, tell: (next) => [closedEvent(next, at)] },
  )
}

/** Asks payment to make sure that no money can arrive. Nothing is released yet (T02, T03). */
export function requestClose(
  order: Order,
  reason: CloseReason,
  { at, actor = SYSTEM, detail }: Step,
): OrderChange {
  if (!orderMachine.can(order.status, 'close'))
    throw OrderErrors.ORDER_NOT_CANCELLABLE({ status: order.status })
  const told = (next: Order) => [
    happened(OrderCloseRequested, about(next), {
      orderId: next.id,
      orderNo: next.orderNo,
      userId: next.userId,
      merchantId: next.merchantId,
      reason,
      requestedAt: at,
      version: next.version,
    }),
  ]
  return change(
    order,
    { closing: true, closingAt: at, closeReason: reason },
    { event: 'requestClose', actor, detail: { ...detail, reason }, tell: told },
  )
}

/** Payment is certain that no money can arrive: the reservations go back. */
export function close(order: Order, { at }: Step): OrderChange {
  const status = orderMachine.next(order.status, 'close')
  const closeReason = order.closeReason ?? 'PAY_TIMEOUT'
  return change(
    order,
    { status, closing: false, closeReason, closedAt: at },
    { event: 'close', detail: { reason: closeReason }, tell: (next) => [closedEvent(next, at)] },
  )
}

/** The shop asks less than the order came to (O13), as often as it likes until the order is paid. */
export function reprice(
  order: Order,
  asked: { payableFen: Fen; reason: string },
  { at, actor = SYSTEM }: Step,
): OrderChange | undefined {
  if (order.status !== 'PENDING_PAYMENT' || order.closing)
    throw OrderErrors.ORDER_NOT_REPRICEABLE({ status: order.status })
  const { payableFen: before } = order
  if (asked.payableFen === before) return undefined
  const priced = atPrice(order, asked.payableFen)
  const offeredFen = [...new Set([...order.offeredFen, before])].filter((fen) => fen !== asked.payableFen)
  return change(
    order,
    { ...priced, offeredFen },
    {
      event: 'reprice',
      actor,
      detail: { from: before, to: asked.payableFen, reason: asked.reason },
      tell: (next) => [happened(OrderRepriced, about(next), repricedMessage(next, { before, at }))],
    },
  )
}

/** Money arrived; also while closing, when it wins over the close (nothing was released yet). */
export function pay(placed: Order, payment: { paymentId?: string; amountFen: Fen; at: Date }): OrderChange {
  const order = asPaid(placed, payment.amountFen)
  const event = order.type === 'GROUP' ? 'payForGroup' : 'pay'
  const patch: Partial<Order> = {
    status: orderMachine.next(order.status, event),
    paymentStatus: 'PAID',
    closing: false,
    closeReason: null,
    paymentId: payment.paymentId ?? null,
    paidFen: payment.amountFen,
    paidAt: payment.at,
  }
  return change(order, patch, {
    event,
    tell: (next) => [
      happened(OrderPaid, about(next), paidMessage(next)),
      ...(next.status === 'PREPARING'
        ? [happened(OrderPreparing, about(next), preparingMessage(next, payment.at))]
        : []),
    ],
  })
}

/** A courier has left with the goods. */
export function dispatch(order: Order, { at }: Step): OrderChange {
  return change(
    order,
    { status: orderMachine.next(order.status, 'dispatch'), dispatchedAt: at },
    { event: 'dispatch', tell: () => [] },
  )
}

/** The goods are at the pickup point, received and counted. */
export function arrive(order: Order, { at }: Step): OrderChange {
  return change(
    order,
    { status: orderMachine.next(order.status, 'arrive'), readyAt: at },
    { event: 'arrive', tell: () => [] },
  )
}

/** The courier handed over at the door; the user confirms, or the clock does after a day. */
export function deliver(order: Order, { at }: Step): OrderChange {
  if (!orderMachine.can(order.status, 'receive'))
    throw OrderErrors.ORDER_NOT_RECEIVABLE({ status: order.status })
  return change(order, { deliveredAt: at }, { event: 'deliver', tell: () => [] })
}

type HandOver = { readonly lineId: string; readonly qty: number }

/** Goods handed out at the point. Completes the order when nothing remains; a part keeps the state (D14). */
export function pickUp(
  order: Order,
  handOver: { lines: readonly HandOver[]; aftersaleUntil: Date },
  { at, actor = SYSTEM }: Step,
): OrderChange {
  const taken = new Map(handOver.lines.map(({ lineId, qty }) => [lineId, qty]))
  const lines = order.lines.map((line) => ({
    ...line,
    pickedQty: line.pickedQty + (taken.get(line.id) ?? 0),
  }))
  const status = orderMachine.next(order.status, 'verify')
  const complete = lines.every((line) => line.pickedQty + line.refundedQty >= line.qty)
  if (!complete) return change(order, { lines }, { event: 'pickUpPart', actor, tell: () => [] })
  const patch = { lines, status, completedAt: at, aftersaleUntil: handOver.aftersaleUntil }
  return change(order, patch, { event: 'verify', actor, tell: (next) => [completedEvent(next, at)] })
}

/** The user has the goods (or said nothing for a day after delivery). */
export function receive(order: Order, aftersaleUntil: Date, { at, actor = SYSTEM }: Step): OrderChange {
  if (!orderMachine.can(order.status, 'receive'))
    throw OrderErrors.ORDER_NOT_RECEIVABLE({ status: order.status })
  const status = orderMachine.next(order.status, 'receive')
  const lines = order.lines.map((line) => ({ ...line, pickedQty: line.qty - line.refundedQty }))
  const patch = { status, lines, completedAt: at, aftersaleUntil }
  return change(order, patch, { event: 'receive', actor, tell: (next) => [completedEvent(next, at)] })
}

/** The after-sale window is over: what was earned becomes final. */
export function settle(order: Order, { at }: Step): OrderChange {
  const told = (next: Order) => [
    happened(OrderSettled, about(next), {
      orderId: next.id,
      orderNo: next.orderNo,
      userId: next.userId,
      merchantId: next.merchantId,
      type: next.type,
      paidFen: next.paidFen,
      netGoodsFen: netGoodsFen(next),
      settledAt: at,
      version: next.version,
    }),
  ]
  return change(order, { settledAt: at }, { event: 'settle', tell: told })
}

/** The merchant has seen the order and takes it on. */
export function accept(order: Order, { at, actor = SYSTEM }: Step): OrderChange {
  if (order.status !== 'PREPARING' || order.acceptedAt)
    throw OrderErrors.ORDER_NOT_ACCEPTABLE({ status: order.status })
  return change(order, { acceptedAt: at }, { event: 'accept', actor, tell: () => [] })
}

/** A fact for the timeline that changes nothing else, such as money that came too late. */
export function note(order: Order, event: string, { actor = SYSTEM, detail }: Omit<Step, 'at'>): OrderChange {
  return change(order, {}, { event, actor, ...(detail && { detail }), tell: () => [] })
}
