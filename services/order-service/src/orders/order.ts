import { type Change, type DomainEvent, defineMachine, type Fen, happened, type Id } from '@linli/core'
import {
  type CloseReason,
  type DeliveryMode,
  OrderClosed,
  OrderCloseRequested,
  OrderCompleted,
  OrderConfirmed,
  OrderPaid,
  type OrderPaymentStatus,
  OrderPreparing,
  type OrderRefundStatus,
  OrderSettled,
  type OrderType,
} from '@linli/proto/order'
import { OrderErrors } from '../errors.ts'
import { type Line, toLineMessage } from './order-line.ts'

/** The order's table is its process manager (product.md §6.1); `closing` is a flag beside PENDING_PAYMENT. */
export const orderMachine = defineMachine('order', 'CREATED', {
  CREATED: { confirm: 'PENDING_PAYMENT', reject: 'CLOSED' },
  PENDING_PAYMENT: { pay: 'PREPARING', payForGroup: 'GROUPING', close: 'CLOSED' },
  GROUPING: { groupSucceeded: 'PREPARING', groupFailed: 'CLOSED' },
  PREPARING: { dispatch: 'DELIVERING', arrive: 'READY_FOR_PICKUP', refundAll: 'CLOSED' },
  DELIVERING: { arrive: 'READY_FOR_PICKUP', receive: 'COMPLETED', refundAll: 'CLOSED' },
  READY_FOR_PICKUP: { verify: 'COMPLETED', refundAll: 'CLOSED' },
  COMPLETED: {},
  CLOSED: {},
})

export type OrderStatus = (typeof orderMachine.states)[number]

/** Names, places and rule versions as they were when the order was placed. */
export type OrderSnapshot = {
  readonly merchantName: string
  readonly communityName: string
  readonly pickupPointName?: string
  readonly pickupPointAddress?: string
  readonly slotLabel?: string
  readonly slotStartsAt?: string
  readonly slotEndsAt?: string
  readonly addressId?: string
  readonly lng?: number
  readonly lat?: number
  readonly promotionVersion?: string
  readonly feeRuleVersion?: string
  readonly pointsRuleVersion?: string
}

export type Order = {
  readonly id: Id<'Order'>
  readonly createdAt: Date
  readonly orderNo: string
  readonly userId: Id<'User'>
  readonly merchantId: Id<'Merchant'>
  readonly type: OrderType
  readonly status: OrderStatus
  readonly paymentStatus: Exclude<OrderPaymentStatus, 'UNRECOGNIZED' | 'UNSPECIFIED'>
  readonly refundStatus: Exclude<OrderRefundStatus, 'UNRECOGNIZED' | 'UNSPECIFIED'>
  readonly closing: boolean
  readonly closeReason: CloseReason | null
  readonly closeDetail: string | null
  readonly communityId: string
  readonly warehouseId: string
  readonly mode: DeliveryMode
  readonly pickupPointId: string | null
  readonly slotId: string | null
  readonly couponId: string | null
  readonly paymentId: string | null
  readonly goodsFen: Fen
  readonly discountFen: Fen
  readonly couponDiscountFen: Fen
  readonly points: number
  readonly pointsDiscountFen: Fen
  readonly feeFen: Fen
  readonly feeDiscountFen: Fen
  readonly payableFen: Fen
  readonly paidFen: Fen
  readonly refundedFen: Fen
  readonly weightG: number
  readonly volumeCm3: number
  readonly itemCount: number
  readonly title: string
  readonly snapshot: OrderSnapshot
  readonly recipientSealed: string | null
  readonly remark: string
  readonly merchantRemark: string
  readonly adminRemark: string
  readonly fromCart: boolean
  readonly expireAt: Date
  readonly closingAt: Date | null
  readonly confirmedAt: Date | null
  readonly paidAt: Date | null
  readonly acceptedAt: Date | null
  readonly dispatchedAt: Date | null
  readonly readyAt: Date | null
  readonly deliveredAt: Date | null
  readonly completedAt: Date | null
  readonly closedAt: Date | null
  readonly aftersaleUntil: Date | null
  readonly settledAt: Date | null
  readonly hiddenAt: Date | null
  readonly version: number
  readonly lines: readonly Line[]
}

export type Actor = { readonly type: 'SYSTEM' | 'USER' | 'STAFF' | 'ADMIN'; readonly id?: string }
export const SYSTEM: Actor = { type: 'SYSTEM' }

/** A decision about an order, with the line it leaves in the history. */
export type OrderChange = Change<Order> & {
  readonly step: { readonly event: string; readonly actor: Actor; readonly detail?: Record<string, unknown> }
}

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

const about = (order: Order) => ({
  aggregateType: 'order',
  aggregateId: order.id,
  aggregateVersion: order.version,
})

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
  { at }: Step,
): OrderChange {
  const status = orderMachine.next(order.status, 'reject')
  return change(
    order,
    { status, closeReason: refusal.reason, closeDetail: refusal.detail, closedAt: at },
    { event: 'reject', detail: refusal, tell: (next) => [closedEvent(next, at)] },
  )
}

/** Asks payment to make sure that no money can arrive. Nothing is released yet (T02, T03). */
export function requestClose(order: Order, reason: CloseReason, { at, actor = SYSTEM }: Step): OrderChange {
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
    { event: 'requestClose', actor, detail: { reason }, tell: told },
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

/** Money arrived; also while closing, when it wins over the close (nothing was released yet). */
export function pay(order: Order, payment: { paymentId?: string; amountFen: Fen; at: Date }): OrderChange {
  if (payment.amountFen !== order.payableFen) throw OrderErrors.AMOUNT_MISMATCH({ orderId: order.id })
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

/** What points, growth and commission are counted on: goods money that stayed, without the fee. */
export function netGoodsFen(order: Order): Fen {
  if (order.paymentStatus === 'UNPAID') return 0
  return order.lines.reduce((sum, line) => sum + line.payableFen - line.refundedFen, 0)
}

const lineMessages = (order: Order) => order.lines.map((line) => toLineMessage(order, line))

const identityOf = (order: Order) => ({
  orderId: order.id,
  orderNo: order.orderNo,
  userId: order.userId,
  merchantId: order.merchantId,
  merchantName: order.snapshot.merchantName,
  type: order.type,
  title: order.title,
  itemCount: order.itemCount,
  version: order.version,
})

const confirmedMessage = (order: Order, at: Date) => ({
  ...identityOf(order),
  payableFen: order.payableFen,
  expireAt: order.expireAt,
  confirmedAt: at,
})

const placeOf = (order: Order) => ({
  warehouseId: order.warehouseId,
  communityId: order.communityId,
  mode: order.mode,
  pickupPointId: order.pickupPointId ?? undefined,
  slotId: order.slotId ?? undefined,
})

const paidMessage = (order: Order) => ({
  ...identityOf(order),
  ...placeOf(order),
  paymentId: order.paymentId ?? undefined,
  paidFen: order.paidFen,
  feeFen: order.feeFen,
  lines: lineMessages(order),
  couponId: order.couponId ?? undefined,
  couponDiscountFen: order.couponDiscountFen,
  points: order.points,
  pointsDiscountFen: order.pointsDiscountFen,
  paidAt: order.paidAt ?? order.createdAt,
})

const preparingMessage = (order: Order, at: Date) => ({
  ...identityOf(order),
  ...placeOf(order),
  lines: lineMessages(order),
  weightG: order.weightG,
  volumeCm3: order.volumeCm3,
  paidFen: order.paidFen,
  feeFen: order.feeFen,
  paidAt: order.paidAt ?? at,
  preparingAt: at,
})

const closedEvent = (order: Order, at: Date) =>
  happened(OrderClosed, about(order), {
    ...identityOf(order),
    ...placeOf(order),
    reason: order.closeReason ?? 'PAY_TIMEOUT',
    detail: order.closeDetail ?? '',
    paid: order.paymentStatus !== 'UNPAID',
    payableFen: order.payableFen,
    couponId: order.couponId ?? undefined,
    points: order.points,
    lines: lineMessages(order),
    createdAt: order.createdAt,
    closedAt: at,
  })

/** Said again when a participant's reservation arrives after the close (product.md §9.3). */
export const closedAgain = (order: Order) => closedEvent(order, order.closedAt ?? order.createdAt)

const completedEvent = (order: Order, at: Date) =>
  happened(OrderCompleted, about(order), {
    ...identityOf(order),
    ...placeOf(order),
    lines: lineMessages(order),
    paidFen: order.paidFen,
    netGoodsFen: netGoodsFen(order),
    feeFen: order.feeFen,
    couponId: order.couponId ?? undefined,
    points: order.points,
    completedAt: at,
    aftersaleUntil: order.aftersaleUntil ?? at,
  })
