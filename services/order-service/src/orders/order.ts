import { type Change, defineMachine, type Fen, type Id } from '@linli/core'
import type {
  CloseReason,
  DeliveryMode,
  OrderPaymentStatus,
  OrderRefundStatus,
  OrderType,
} from '@linli/proto/order'
import type { Line } from './order-line.ts'

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
  /** What the shop took off after the order was placed (O13). */
  readonly merchantDiscountFen: Fen
  readonly payableFen: Fen
  /** What was to pay before the shop asked less; still good for who has the cashier open. */
  readonly offeredFen: readonly Fen[]
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

/** Who gets the goods. Personal data: sealed at rest, opened at the doors. */
export type Recipient = { readonly name: string; readonly phone: string; readonly address: string }

/** What points, growth and commission are counted on: goods money that stayed, without the fee. */
export function netGoodsFen(order: Order): Fen {
  if (order.paymentStatus === 'UNPAID') return 0
  return order.lines.reduce((sum, line) => sum + line.payableFen - line.refundedFen, 0)
}
