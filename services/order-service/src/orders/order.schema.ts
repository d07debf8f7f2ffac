import { decodeCursor, encodeCursor, IdSchema, Page, PageQuery, TablePage, TableQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import { type Order, type OrderStatus, orderMachine } from './order.ts'
import type { Position } from './order-queries.store.ts'
import { maskPhone, type Opener, openRecipient } from './recipient.ts'

const Fen = Type.Integer({ description: 'fen' })
const Time = Type.String({ format: 'date-time' })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
export const Status = Type.Enum([...orderMachine.states])

const LineView = Type.Object(
  {
    id: IdSchema,
    skuId: IdSchema,
    productId: IdSchema,
    productName: Type.String(),
    specText: Type.String(),
    imageUrl: Type.String(),
    unit: Type.String(),
    qty: Type.Integer(),
    unitPriceFen: Fen,
    discountFen: Fen,
    couponDiscountFen: Fen,
    pointsDiscountFen: Fen,
    /** Taken off by the shop afterwards; part of discountFen. */
    merchantDiscountFen: Fen,
    payableFen: Fen,
    pickedQty: Type.Integer(),
    refundedQty: Type.Integer(),
    refundedFen: Fen,
  },
  { title: 'LineView' },
)

const Summary = {
  id: IdSchema,
  orderNo: Type.String(),
  merchantId: IdSchema,
  merchantName: Type.String(),
  type: Type.String(),
  status: Status,
  paymentStatus: Type.String(),
  refundStatus: Type.String(),
  closing: Type.Boolean(),
  closeReason: Nullable(Type.String()),
  closeDetail: Nullable(Type.String()),
  title: Type.String(),
  itemCount: Type.Integer(),
  payableFen: Fen,
  mode: Type.String(),
  pickupPointId: Nullable(IdSchema),
  pickupPointName: Nullable(Type.String()),
  slotId: Nullable(IdSchema),
  slotLabel: Nullable(Type.String()),
  /** The customer's. */
  remark: Type.String(),
  acceptedAt: Nullable(Time),
  createdAt: Time,
  expireAt: Time,
}

export const RecipientView = Type.Object(
  {
    name: Type.String(),
    phone: Type.String(),
    address: Type.String(),
  },
  { title: 'RecipientView' },
)

const OrderSummaryView = Type.Object(
  { ...Summary, lines: Type.Array(LineView) },
  { title: 'OrderSummaryView' },
)

export const OrderView = Type.Object(
  {
    ...Summary,
    lines: Type.Array(LineView),
    communityId: IdSchema,
    communityName: Type.String(),
    couponId: Nullable(IdSchema),
    paymentId: Nullable(IdSchema),
    goodsFen: Fen,
    discountFen: Fen,
    couponDiscountFen: Fen,
    points: Type.Integer(),
    pointsDiscountFen: Fen,
    merchantDiscountFen: Fen,
    feeFen: Fen,
    feeDiscountFen: Fen,
    paidFen: Fen,
    refundedFen: Fen,
    refundableFen: Fen,
    recipient: Nullable(RecipientView),
    /** Empty for the customer: the shop's own. */
    merchantRemark: Type.String(),
    paidAt: Nullable(Time),
    dispatchedAt: Nullable(Time),
    readyAt: Nullable(Time),
    deliveredAt: Nullable(Time),
    completedAt: Nullable(Time),
    closedAt: Nullable(Time),
    aftersaleUntil: Nullable(Time),
    version: Type.Integer(),
  },
  { title: 'OrderView' },
)

const time = (at: Date | null) => at?.toISOString() ?? null

const toSummary = (order: Order): Static<typeof OrderSummaryView> => ({
  id: order.id,
  orderNo: order.orderNo,
  merchantId: order.merchantId,
  merchantName: order.snapshot.merchantName,
  type: order.type,
  status: order.status,
  paymentStatus: order.paymentStatus,
  refundStatus: order.refundStatus,
  closing: order.closing,
  closeReason: order.status === 'CLOSED' ? order.closeReason : null,
  closeDetail: order.closeDetail,
  title: order.title,
  itemCount: order.itemCount,
  payableFen: order.payableFen,
  mode: order.mode,
  pickupPointId: order.pickupPointId,
  pickupPointName: order.snapshot.pickupPointName ?? null,
  slotId: order.slotId,
  slotLabel: order.snapshot.slotLabel ?? null,
  remark: order.remark,
  acceptedAt: time(order.acceptedAt),
  createdAt: order.createdAt.toISOString(),
  expireAt: order.expireAt.toISOString(),
  lines: order.lines.map(toLineView),
})

const toLineView = ({ snapshot, ...line }: Order['lines'][number]): Static<typeof LineView> => ({
  ...line,
  ...snapshot,
  discountFen:
    line.activityDiscountFen + line.memberDiscountFen + line.fullReductionFen + line.merchantDiscountFen,
})

/** For its owner; the staff see the phone masked, and what the shop notes for itself. */
export function toOrderView(order: Order, open: Opener, { forStaff = false } = {}): Static<typeof OrderView> {
  const recipient = openRecipient(order, open)
  return {
    ...toSummary(order),
    communityId: order.communityId,
    communityName: order.snapshot.communityName,
    couponId: order.couponId,
    paymentId: order.paymentId,
    goodsFen: order.goodsFen,
    discountFen: order.discountFen + order.merchantDiscountFen,
    couponDiscountFen: order.couponDiscountFen,
    points: order.points,
    pointsDiscountFen: order.pointsDiscountFen,
    merchantDiscountFen: order.merchantDiscountFen,
    feeFen: order.feeFen,
    feeDiscountFen: order.feeDiscountFen,
    paidFen: order.paidFen,
    refundedFen: order.refundedFen,
    refundableFen: order.lines.reduce((sum, line) => sum + line.payableFen - line.refundedFen, 0),
    recipient: recipient && forStaff ? { ...recipient, phone: maskPhone(recipient.phone) } : recipient,
    merchantRemark: forStaff ? order.merchantRemark : '',
    paidAt: time(order.paidAt),
    dispatchedAt: time(order.dispatchedAt),
    readyAt: time(order.readyAt),
    deliveredAt: time(order.deliveredAt),
    completedAt: time(order.completedAt),
    closedAt: time(order.closedAt),
    aftersaleUntil: time(order.aftersaleUntil),
    version: order.version,
  }
}

/** The console also knows who placed it. */
export const toAdminSummaryView = (order: Order): Static<typeof AdminOrderPage>['items'][number] => ({
  ...toSummary(order),
  userId: order.userId,
})

export const CreateOrderBody = Type.Object(
  {
    quoteToken: Type.String({ minLength: 10, maxLength: 100_000 }),
    remark: Type.String({ maxLength: 200, default: '' }),
    contact: Type.Optional(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 30 }),
          phone: Type.String({ pattern: '^1[3-9]\\d{9}$' }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

/** 待付款 · 待成团 · 待备货 · 配送中/待自提 · 已完成 · 已关闭 */
export const TABS = {
  all: orderMachine.states,
  unpaid: ['CREATED', 'PENDING_PAYMENT'],
  grouping: ['GROUPING'],
  preparing: ['PREPARING'],
  receiving: ['DELIVERING', 'READY_FOR_PICKUP'],
  completed: ['COMPLETED'],
  closed: ['CLOSED'],
} as const satisfies Record<string, readonly OrderStatus[]>

export type Tab = keyof typeof TABS
const Tab = Type.Enum(Object.keys(TABS) as Tab[])

export const OrderListQuery = Type.Object(
  { ...PageQuery, tab: Type.Optional(Tab) },
  { additionalProperties: false },
)
export const OrderPage = Page(OrderSummaryView)

export const CountersView = Type.Object(
  {
    unpaid: Type.Integer(),
    grouping: Type.Integer(),
    preparing: Type.Integer(),
    receiving: Type.Integer(),
    completed: Type.Integer(),
  },
  { title: 'CountersView' },
)

export const TimelineView = Type.Array(
  Type.Object({ event: Type.String(), status: Type.String(), text: Type.String(), at: Time }),
)

export const AdminOrderFilter = {
  status: Type.Optional(Status),
  orderNo: Type.Optional(Type.String({ pattern: '^\\d{1,32}$' })),
  userId: Type.Optional(IdSchema),
  merchantId: Type.Optional(IdSchema),
  pickupPointId: Type.Optional(IdSchema),
  /** Business days of the placement, Asia/Shanghai, both included. */
  from: Type.Optional(Type.String({ format: 'date' })),
  to: Type.Optional(Type.String({ format: 'date' })),
}
export const AdminOrderQuery = Type.Object(
  { ...TableQuery, ...AdminOrderFilter },
  { additionalProperties: false },
)

export const AdminCancelBody = Type.Object(
  { reason: Type.String({ minLength: 2, maxLength: 200 }) },
  { additionalProperties: false },
)
export const AdminOrderPage = TablePage(Type.Object({ ...OrderSummaryView.properties, userId: IdSchema }))

export const HistoryView = Type.Array(
  Type.Object({
    event: Type.String(),
    fromStatus: Nullable(Type.String()),
    toStatus: Type.String(),
    actorType: Type.String(),
    actorId: Nullable(IdSchema),
    detail: Type.Unknown(),
    traceId: Nullable(Type.String()),
    at: Time,
  }),
)

export const SagaView = Type.Object(
  {
    orderId: IdSchema,
    state: Type.String(),
    required: Type.Array(Type.String()),
    done: Type.Array(Type.String()),
    createdAt: Time,
  },
  { title: 'SagaView' },
)

/** Where the last page ended. */
export function positionOf(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined
  const [createdAt, id] = decodeCursor(cursor, 2)
  return { createdAt: new Date(createdAt ?? 0), id: String(id) }
}

/** One row more than the page holds was asked for: it tells whether there is another page. */
export function pageOf(orders: readonly Order[], limit: number) {
  const items = orders.slice(0, limit)
  const last = items.at(-1)
  const nextCursor = orders.length > limit && last ? encodeCursor([last.createdAt.getTime(), last.id]) : null
  return { items: items.map(toSummary), nextCursor }
}
