// What others are told about an order: self-contained, without personal data.
import { happened } from '@linli/core'
import { OrderClosed, OrderCompleted } from '@linli/proto/order'
import { netGoodsFen, type Order } from './order.ts'
import { toLineMessage } from './order-line.ts'

export const about = (order: Order) => ({
  aggregateType: 'order',
  aggregateId: order.id,
  aggregateVersion: order.version,
})

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

export const confirmedMessage = (order: Order, at: Date) => ({
  ...identityOf(order),
  payableFen: order.payableFen,
  expireAt: order.expireAt,
  confirmedAt: at,
})

export const repricedMessage = (order: Order, { before, at }: { before: number; at: Date }) => ({
  ...identityOf(order),
  beforeFen: before,
  payableFen: order.payableFen,
  expireAt: order.expireAt,
  repricedAt: at,
})

const placeOf = (order: Order) => ({
  warehouseId: order.warehouseId,
  communityId: order.communityId,
  mode: order.mode,
  pickupPointId: order.pickupPointId ?? undefined,
  slotId: order.slotId ?? undefined,
})

export const paidMessage = (order: Order) => ({
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

export const preparingMessage = (order: Order, at: Date) => ({
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

/** Every participant that holds something for this order lets go. */
export const closedEvent = (order: Order, at: Date) =>
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

export const completedEvent = (order: Order, at: Date) =>
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
