import { randomUUID } from 'node:crypto'
import { ActivityQueryDefinition, PromotionLocked } from '@linli/proto/activity'
import { DeliveryQueryDefinition, type Slot, SlotReserved } from '@linli/proto/delivery'
import { OrderCreated, type SagaParticipant } from '@linli/proto/order'
import type { PaymentSucceeded } from '@linli/proto/payment'
import { PointsFrozen, PointsQueryDefinition } from '@linli/proto/points'
import { ProductQueryDefinition, type Sku, StockReserved } from '@linli/proto/product'
import { UserQueryDefinition } from '@linli/proto/user'
import { eventually, fakePeer, startService } from '@linli/testing'
import { orderService } from '../src/service.ts'

export const merchantId = randomUUID()
export const communityId = randomUUID()
const warehouseId = randomUUID()
export const pickupPointId = randomUUID()
const slotId = randomUUID()

/** What product-service would say; tests change it in place. */
export const skus = new Map<string, Sku>()

export function aSku(sku: Partial<Sku> = {}): Sku {
  const made: Sku = {
    skuId: randomUUID(),
    productId: randomUUID(),
    merchantId,
    productName: '有机番茄',
    specText: '500g',
    imageUrl: 'https://img.example/tomato.svg',
    priceFen: 990,
    marketPriceFen: 1290,
    weightG: 500,
    volumeCm3: 800,
    unit: '份',
    storageType: 'AMBIENT',
    fresh: true,
    shelfLifeHours: 72,
    deliveryModes: ['SELF_PICKUP', 'HOME'],
    status: 'ON_SALE',
    warehouseId,
    availableQty: 100,
    boughtToday: 0,
    categoryIds: [],
    presale: false,
    purchasable: true,
    priceVersion: 1,
    version: 1,
    ...sku,
  }
  skus.set(made.skuId, made)
  return made
}

const slot = (): Partial<Slot> => ({
  slotId,
  communityId,
  mode: 'SELF_PICKUP',
  date: '2026-11-23',
  label: '16:00-18:00',
  startsAt: new Date('2026-11-23T08:00:00Z'),
  endsAt: new Date('2026-11-23T10:00:00Z'),
  cutoffAt: new Date('2026-11-23T02:00:00Z'),
  capacity: 100,
  remaining: 50,
  selectable: true,
})

const pickupPoint = (id: string) => ({
  pickupPointId: id,
  communityId,
  name: '南门便利店',
  address: '春晓路 1 号',
  status: 'OPEN' as const,
  openingHours: '08:00-21:00',
})

const product = fakePeer(ProductQueryDefinition, {
  batchGetSkus: async ({ skuIds }) => ({ skus: skuIds.flatMap((id) => skus.get(id) ?? []) }),
})

const delivery = fakePeer(DeliveryQueryDefinition, {
  getPickupPoint: async ({ pickupPointId: id }) => pickupPoint(id),
  getCommunity: async () => ({ communityId, name: '江南春晓', open: true }),
  listSlots: async ({ pickupPointId: id }) => ({
    slots: [slot()],
    pickupPoint: id ? pickupPoint(id) : undefined,
  }),
  getSlot: async () => slot(),
  quoteFee: async ({ mode }) =>
    mode === 'SELF_PICKUP'
      ? { available: true, feeFen: 0, feeDiscountFen: 0, ruleVersion: '1' }
      : { available: true, feeFen: 500, feeDiscountFen: 0, ruleVersion: '1' },
})

/** The user's one coupon: 5 yuan off 20. */
export const coupon = { couponId: randomUUID(), owner: randomUUID() }

/** Its owner has one coupon that pays for everything. */
export const gift = { couponId: randomUUID(), owner: randomUUID() }

/** A coupon that its owner has used up. */
export const usedCoupon = randomUUID()

const activity = fakePeer(ActivityQueryDefinition, {
  resolvePromotions: async ({ lines }) => ({
    lines: lines.map((line) => ({
      ...line,
      salePriceFen: line.priceFen,
      amountFen: line.priceFen * line.qty,
    })),
    version: '1',
  }),
  validateCoupon: async ({ couponId }) => ({
    couponId,
    name: '满20减5',
    usable: false,
    reason: couponId === usedCoupon ? 'USED' : 'NOT_FOUND',
    validUntil: new Date('2027-01-01T00:00:00Z'),
  }),
  matchCoupons: async ({ userId, lines }) => {
    const totalFen = lines.reduce((sum, line) => sum + line.amountFen, 0)
    const about = { usable: true, validUntil: new Date('2027-01-01T00:00:00Z') }
    if (userId === gift.owner) {
      const shares = lines.map(({ lineId, amountFen }) => ({ lineId, discountFen: amountFen }))
      const { couponId } = gift
      return {
        offers: [
          { ...about, couponId, name: '免单券', type: 'CASH' as const, discountFen: totalFen, shares },
        ],
      }
    }
    if (userId !== coupon.owner || totalFen < 2000) return { offers: [] }
    const shares = [{ lineId: lines[0]?.lineId ?? '', discountFen: 500 }]
    const { couponId } = coupon
    return {
      offers: [{ ...about, couponId, name: '满20减5', type: 'THRESHOLD' as const, discountFen: 500, shares }],
    }
  },
})

const points = fakePeer(PointsQueryDefinition, {
  previewDeduction: async ({ payableFen, requestedPoints = 0 }) => {
    const max = Math.max(0, Math.floor((payableFen - 1) / 100) * 100)
    const used = Math.min(Math.floor(requestedPoints / 100) * 100, max)
    return {
      usable: true,
      balance: 100_000,
      points: used,
      discountFen: used,
      maxPoints: max,
      maxDiscountFen: max,
      unitPoints: 100,
      unitFen: 100,
      ruleVersion: '1',
    }
  },
})

/** Phones that residents have bound, by user. */
export const ownPhones = new Map<string, string>()

const user = fakePeer(UserQueryDefinition, {
  getUser: async ({ userId }) => ({ userId, nickname: '小禾', phone: ownPhones.get(userId) ?? '' }),
  getMerchant: async () => ({ merchantId, name: '邻里生鲜' }),
  getStaffScope: async () => ({ merchantId, allPickupPoints: true, active: true }),
})

/** order-service with every peer faked over real gRPC. */
export const startOrder = (env: NodeJS.ProcessEnv = {}) =>
  startService(orderService, {
    peers: { product: [product], delivery: [delivery], activity: [activity], points: [points], user: [user] },
    env,
  })

export type Started = Awaited<ReturnType<typeof startOrder>>
export type Client = Awaited<ReturnType<Started['as']['user']>>

export type OrderAnswer = {
  id: string
  orderNo: string
  status: string
  closing: boolean
  closeReason: string | null
  closeDetail: string | null
  payableFen: number
  lines: {
    id: string
    skuId: string
    qty: number
    payableFen: number
    couponDiscountFen: number
    pointsDiscountFen: number
  }[]
}

export type SettlementAnswer = {
  quoteToken: string | null
  totals: Record<string, number>
  blockers: { kind: string; reason: string; skuId: string | null }[]
  degraded: string[]
  couponId: string | null
  explanation: { label: string; amountFen: number }[]
  lines: { skuId: string; payableFen: number }[]
}

/** Without items: what is selected in the cart. */
type Items = { skuId: string; qty: number }[] | undefined

const settlementBody = (items: Items, more: object = {}) => ({
  items,
  communityId,
  mode: 'SELF_PICKUP',
  pickupPointId,
  slotId,
  ...more,
})

export async function settle(client: Client, items: Items, more: object = {}) {
  const { status, body } = await client.post<SettlementAnswer>('/settlements', settlementBody(items, more))
  if (status !== 200) throw new Error(`settlement refused: ${JSON.stringify(body)}`)
  return body.data
}

export const place = (client: Client, quoteToken: string | null, key: string = randomUUID()) =>
  client.post<OrderAnswer>('/orders', { quoteToken, remark: '' }, { 'idempotency-key': key })

/** Says yes for every participant the order asks. */
export async function reserveAll(order: Started, orderId: string): Promise<void> {
  const [created] = (await order.published(OrderCreated)).filter(({ message }) => message.orderId === orderId)
  await Promise.all(
    (created?.message.required ?? []).map((participant) => answerYes(order, orderId, participant)),
  )
}

export function answerYes(order: Started, orderId: string, participant: SagaParticipant) {
  if (participant === 'SLOT') return order.publish(SlotReserved, { orderId, slotId })
  if (participant === 'PROMOTION') return order.publish(PromotionLocked, { orderId })
  if (participant === 'POINTS') return order.publish(PointsFrozen, { orderId })
  return order.publish(StockReserved, { orderId })
}

/** The id of the order that a running request has just placed. */
export async function nextOrder(order: Started, known: ReadonlySet<string> = new Set()): Promise<string> {
  let found: string | undefined
  await eventually(async () => {
    const rows = await order.published(OrderCreated)
    found = rows.map(({ message }) => message.orderId).find((id) => !known.has(id))
    return found !== undefined
  })
  return found ?? ''
}

/** A placed order with everything reserved. */
export async function aPendingOrder(
  order: Started,
  client: Client,
  items = [{ skuId: aSku().skuId, qty: 1 }],
) {
  const known = new Set((await order.published(OrderCreated)).map(({ message }) => message.orderId))
  const { quoteToken } = await settle(client, items)
  const placing = place(client, quoteToken)
  await reserveAll(order, await nextOrder(order, known))
  const { body } = await placing
  return body.data
}

export const paid = (
  order: OrderAnswer,
  userId: string,
  payment: Partial<PaymentSucceeded> = {},
): Partial<PaymentSucceeded> => ({
  paymentId: randomUUID(),
  orderId: order.id,
  orderNo: order.orderNo,
  userId,
  merchantId,
  amountFen: order.payableFen,
  paidAt: new Date('2026-11-22T12:00:00Z'),
  ...payment,
})
