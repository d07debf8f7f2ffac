import { readTogether } from '@linli/events'
import { implement } from '@linli/grpc'
import {
  type GetFulfilmentStateRequest,
  type NotPayableReason,
  type Order as OrderMessage,
  OrderQueryDefinition,
  type OrderState,
} from '@linli/proto/order'
import type { Deps } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import { loadOrder } from './order.store.ts'
import { netGoodsFen, type Order } from './order.ts'
import { toLineMessage } from './order-line.ts'
import { findOrders, summarizeLive, summarizePast } from './order-queries.store.ts'
import { openRecipient } from './recipient.ts'

export const orderRpc = implement(OrderQueryDefinition, (deps: Deps) => {
  const asOfMs = () => deps.clock.now().getTime()
  return {
    async getPayableOrder({ orderId, userId }) {
      const order = await readTogether(deps, (sql) => loadOrder(sql, orderId))
      if (order.userId !== userId) throw OrderErrors.ORDER_NOT_FOUND({ orderId })
      const reason = notPayable(order, deps.clock.now())
      return {
        orderId: order.id,
        orderNo: order.orderNo,
        userId: order.userId,
        merchantId: order.merchantId,
        merchantName: order.snapshot.merchantName,
        type: order.type,
        mode: order.mode,
        status: order.status,
        payableFen: order.payableFen,
        description: descriptionOf(order),
        expireAt: order.expireAt,
        payable: reason === undefined,
        reason,
        version: order.version,
        asOfMs: asOfMs(),
      }
    },
    async getOrder({ orderId, userId }) {
      const order = await loadOrder(deps.sql, orderId)
      if (userId !== undefined && order.userId !== userId) throw OrderErrors.ORDER_NOT_FOUND({ orderId })
      return toMessage(order, deps)
    },
    async batchGetOrders({ orderIds }) {
      const orders = await findOrders(deps.sql, orderIds)
      return {
        orders: orders.map((order) => toMessage(order, deps)),
        missingIds: missing(orderIds, orders),
        asOfMs: asOfMs(),
      }
    },
    getFulfilmentState: (request: GetFulfilmentStateRequest) => fulfilmentState(deps, request),
    async hasOrderedBefore(request) {
      const { skuId, productId, promotionId, merchantId, exceptOrderId, ...rest } = request
      const past = await summarizePast(deps.sql, {
        ...rest,
        skuId,
        productId,
        promotionId,
        merchantId,
        exceptOrderId,
      })
      return {
        ordered: past.orders > 0,
        orderCount: past.orders,
        qty: past.qty,
        lastOrderedAt: past.lastAt ?? undefined,
        asOfMs: asOfMs(),
      }
    },
    async getOrderStates({ orderIds }) {
      const orders = await findOrders(deps.sql, orderIds)
      return { states: orders.map(toState), missingIds: missing(orderIds, orders), asOfMs: asOfMs() }
    },
    async getUserLiveOrderSummary({ userId }) {
      return { ...(await summarizeLive(deps.sql, userId)), asOfMs: asOfMs() }
    },
  }
})

const missing = (ids: readonly string[], orders: readonly Order[]) => {
  const found = new Set(orders.map((order) => order.id))
  return ids.filter((id) => !found.has(id))
}

function notPayable(order: Order, now: Date): NotPayableReason | undefined {
  if (order.status === 'CREATED') return 'PROCESSING'
  if (order.status === 'CLOSED') return 'CLOSED'
  if (order.status !== 'PENDING_PAYMENT') return order.payableFen === 0 ? 'NOTHING_TO_PAY' : 'ALREADY_PAID'
  if (order.closing) return 'CLOSING'
  return order.expireAt <= now ? 'EXPIRED' : undefined
}

const DESCRIPTION_BYTES = 120
const FOUR_BYTES = /[\u{10000}-\u{10FFFF}]/gu

/** WeChat refuses characters of four bytes and texts above 127 bytes (wechat.md §2.2, §3.1). */
function descriptionOf(order: Order): string {
  const whole = [...`${order.snapshot.merchantName} ${order.title}`.replace(FOUR_BYTES, '')]
  const text: string[] = []
  let bytes = 0
  for (const character of whole) {
    bytes += Buffer.byteLength(character)
    if (bytes > DESCRIPTION_BYTES) break
    text.push(character)
  }
  return text.join('')
}

const toState = (order: Order): OrderState => ({
  orderId: order.id,
  userId: order.userId,
  status: order.status,
  paymentStatus: order.paymentStatus,
  closing: order.closing,
  closeReason: order.closeReason ?? undefined,
  paid: order.paidAt !== null,
  createdAt: order.createdAt,
  updatedAt: order.closedAt ?? order.completedAt ?? order.paidAt ?? order.confirmedAt ?? order.createdAt,
  version: order.version,
})

async function fulfilmentState(deps: Deps, { orderId }: GetFulfilmentStateRequest) {
  const order = await loadOrder(deps.sql, orderId)
  const inHand =
    order.status === 'READY_FOR_PICKUP' || order.status === 'PREPARING' || order.status === 'DELIVERING'
  return {
    orderId: order.id,
    orderNo: order.orderNo,
    userId: order.userId,
    merchantId: order.merchantId,
    status: order.status,
    mode: order.mode,
    pickupPointId: order.pickupPointId ?? undefined,
    releasable: inHand && order.paymentStatus !== 'UNPAID' && order.refundStatus !== 'FULL',
    hasOpenAftersale: false,
    lines: order.lines.map((line) => ({
      lineId: line.id,
      skuId: line.skuId,
      productName: line.snapshot.productName,
      specText: line.snapshot.specText,
      qty: line.qty,
      pickedQty: line.pickedQty,
      refundedQty: line.refundedQty,
      heldQty: 0,
      remainingQty: line.qty - line.pickedQty - line.refundedQty,
    })),
    version: order.version,
    asOfMs: deps.clock.now().getTime(),
  }
}

function toMessage(order: Order, { vault, clock }: Deps): OrderMessage {
  const recipient = openRecipient(order, vault.open)
  const { snapshot } = order
  return {
    orderId: order.id,
    orderNo: order.orderNo,
    userId: order.userId,
    merchantId: order.merchantId,
    merchantName: snapshot.merchantName,
    type: order.type,
    status: order.status,
    paymentStatus: order.paymentStatus,
    refundStatus: order.refundStatus,
    closing: order.closing,
    closeReason: order.closeReason ?? undefined,
    title: order.title,
    itemCount: order.itemCount,
    lines: order.lines.map((line) => toLineMessage(order, line)),
    warehouseId: order.warehouseId,
    communityId: order.communityId,
    communityName: snapshot.communityName,
    mode: order.mode,
    pickupPointId: order.pickupPointId ?? undefined,
    pickupPointName: snapshot.pickupPointName,
    slotId: order.slotId ?? undefined,
    slotStartsAt: snapshot.slotStartsAt ? new Date(snapshot.slotStartsAt) : undefined,
    slotEndsAt: snapshot.slotEndsAt ? new Date(snapshot.slotEndsAt) : undefined,
    recipientName: recipient?.name ?? '',
    recipientPhone: recipient?.phone ?? '',
    recipientAddress: recipient?.address ?? '',
    recipientLng: snapshot.lng,
    recipientLat: snapshot.lat,
    remark: order.remark,
    couponId: order.couponId ?? undefined,
    couponDiscountFen: order.couponDiscountFen,
    points: order.points,
    pointsDiscountFen: order.pointsDiscountFen,
    goodsFen: order.goodsFen,
    discountFen: order.discountFen,
    feeFen: order.feeFen,
    feeDiscountFen: order.feeDiscountFen,
    payableFen: order.payableFen,
    paidFen: order.paidFen,
    refundedFen: order.refundedFen,
    netGoodsFen: netGoodsFen(order),
    paymentId: order.paymentId ?? undefined,
    createdAt: order.createdAt,
    expireAt: order.expireAt,
    paidAt: order.paidAt ?? undefined,
    completedAt: order.completedAt ?? undefined,
    closedAt: order.closedAt ?? undefined,
    aftersaleUntil: order.aftersaleUntil ?? undefined,
    version: order.version,
    asOfMs: clock.now().getTime(),
  }
}
