import { type DomainEvent, happened, newId } from '@linli/core'
import { OrderCreated, type SagaParticipant } from '@linli/proto/order'
import type { Work } from '../deps.ts'
import type { Quote } from '../settlements/quote.ts'
import { insertOrder, takeTurn } from './order.store.ts'
import type { Order, OrderSnapshot } from './order.ts'
import { type Line, type LineSnapshot, titleOf, toLineMessage } from './order-line.ts'
import { orderNumber } from './order-number.ts'

/** What the door gathered before the transaction. */
export type Placing = {
  readonly userId: string
  readonly quote: Quote
  readonly names: ReadonlyMap<string, LineSnapshot>
  readonly snapshot: OrderSnapshot
  readonly recipientSealed: string | null
  readonly remark: string
  readonly idempotencyKey: string
  readonly requestHash: string
  readonly paymentWindowMs: number
  readonly shard: number
}

/** Places an order: CREATED, with the participants asked to reserve (product.md §9.3, step 2). */
export async function createOrder(work: Work, placing: Placing): Promise<Order> {
  const sequence = await takeTurn(work, placing.userId)
  const order = draft(placing, { at: work.now, sequence })
  const required = participantsOf(order)
  const { idempotencyKey, requestHash, quote } = placing
  await insertOrder(work, order, {
    keys: { idempotencyKey, requestHash, quoteId: quote.id, required },
    actor: { type: 'USER', id: placing.userId },
  })
  work.publish(createdEvent(order, required))
  return order
}

/** Who must reserve something: nobody is asked in vain. */
function participantsOf(order: Order): SagaParticipant[] {
  const promoted =
    order.couponId !== null || order.lines.some((line) => line.promotionId ?? line.fullReductionId)
  return [
    'STOCK',
    ...(promoted ? (['PROMOTION'] as const) : []),
    ...(order.points > 0 ? (['POINTS'] as const) : []),
    ...(order.slotId ? (['SLOT'] as const) : []),
  ]
}

function draft(placing: Placing, { at, sequence }: { at: Date; sequence: number }): Order {
  const { quote, userId } = placing
  const lines = quote.lines.map((priced): Line => {
    const snapshot = placing.names.get(priced.skuId)
    if (!snapshot) throw new Error(`no snapshot of ${priced.skuId}`)
    const { priceVersion: _version, ...amounts } = priced
    const yet = { merchantDiscountFen: 0, pickedQty: 0, refundedQty: 0, refundedFen: 0 }
    return { ...amounts, ...yet, id: newId(at), snapshot }
  })
  return {
    id: newId(at),
    createdAt: at,
    orderNo: orderNumber(at, sequence, placing.shard),
    userId,
    merchantId: quote.merchantId,
    type: 'NORMAL',
    status: 'CREATED',
    paymentStatus: 'UNPAID',
    refundStatus: 'NONE',
    closing: false,
    closeReason: null,
    closeDetail: null,
    communityId: quote.communityId,
    warehouseId: quote.warehouseId,
    mode: quote.mode,
    pickupPointId: quote.pickupPointId,
    slotId: quote.slotId,
    couponId: quote.couponId,
    paymentId: null,
    ...quote.totals,
    merchantDiscountFen: 0,
    offeredFen: [],
    paidFen: 0,
    refundedFen: 0,
    weightG: lines.reduce((sum, line) => sum + line.weightG, 0),
    volumeCm3: lines.reduce((sum, line) => sum + line.volumeCm3, 0),
    itemCount: lines.reduce((sum, line) => sum + line.qty, 0),
    title: titleOf(lines),
    snapshot: placing.snapshot,
    recipientSealed: placing.recipientSealed,
    remark: placing.remark,
    merchantRemark: '',
    adminRemark: '',
    fromCart: quote.fromCart,
    expireAt: new Date(at.getTime() + placing.paymentWindowMs),
    closingAt: null,
    confirmedAt: null,
    paidAt: null,
    acceptedAt: null,
    dispatchedAt: null,
    readyAt: null,
    deliveredAt: null,
    completedAt: null,
    closedAt: null,
    aftersaleUntil: null,
    settledAt: null,
    hiddenAt: null,
    version: 1,
    lines,
  }
}

function createdEvent(order: Order, required: SagaParticipant[]): DomainEvent {
  return happened(
    OrderCreated,
    { aggregateType: 'order', aggregateId: order.id, aggregateVersion: order.version },
    {
      orderId: order.id,
      orderNo: order.orderNo,
      userId: order.userId,
      merchantId: order.merchantId,
      merchantName: order.snapshot.merchantName,
      type: order.type,
      lines: order.lines.map((line) => toLineMessage(order, line)),
      warehouseId: order.warehouseId,
      communityId: order.communityId,
      mode: order.mode,
      pickupPointId: order.pickupPointId ?? undefined,
      slotId: order.slotId ?? undefined,
      couponId: order.couponId ?? undefined,
      couponDiscountFen: order.couponDiscountFen,
      points: order.points,
      pointsDiscountFen: order.pointsDiscountFen,
      goodsFen: order.goodsFen,
      discountFen: order.discountFen,
      feeFen: order.feeFen,
      feeDiscountFen: order.feeDiscountFen,
      payableFen: order.payableFen,
      weightG: order.weightG,
      required,
      expireAt: order.expireAt,
      createdAt: order.createdAt,
      promotionVersion: order.snapshot.promotionVersion,
      version: order.version,
    },
  )
}
