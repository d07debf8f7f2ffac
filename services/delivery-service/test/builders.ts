import { randomUUID } from 'node:crypto'
import { businessDay, CommonErrors, newId } from '@linli/core'
import { connect } from '@linli/grpc'
import { DeliveryQueryDefinition } from '@linli/proto/delivery'
import { type FulfilmentState, type OrderPreparing, OrderQueryDefinition } from '@linli/proto/order'
import { ProductQueryDefinition } from '@linli/proto/product'
import { type StaffScope, UserQueryDefinition } from '@linli/proto/user'
import { eventually, fakePeer, type StartOptions, startService, type TestDatabase } from '@linli/testing'
import { afterAll } from 'vitest'
import { deliveryService } from '../src/service.ts'

/** What the other services would say; tests change them in place. */
export const scopes = new Map<string, Partial<StaffScope>>()
export const fulfilments = new Map<string, Partial<FulfilmentState>>()
/** Phones of recipients by order ('': the order names nobody), and of residents by user. */
export const phones = new Map<string, string>()
export const ownPhones = new Map<string, string>()
export const skus = new Map<string, { skuId: string; priceFen: number; weightG: number }>()
/** Orders about which order-service does not answer. */
export const silent = new Set<string>()
export const orderStates = new Map<string, 'CLOSED' | 'PENDING_PAYMENT'>()

const user = fakePeer(UserQueryDefinition, {
  getStaffScope: async ({ staffId }) => ({ staffId, active: true, name: '何静', ...scopes.get(staffId) }),
  getUser: async ({ userId }) => ({ userId, phone: ownPhones.get(userId) ?? '' }),
  getAddress: async ({ addressId }) => ({ addressId, lng: 120.1985, lat: 30.1915 }),
})

const order = fakePeer(OrderQueryDefinition, {
  getFulfilmentState: async ({ orderId }) => {
    if (silent.has(orderId)) throw CommonErrors.UNAVAILABLE()
    return { orderId, releasable: true, ...fulfilments.get(orderId) }
  },
  batchGetOrders: async ({ orderIds }) => ({
    orders: orderIds.flatMap((orderId) => {
      const recipientPhone = phones.get(orderId)
      return recipientPhone === undefined ? [] : [{ orderId, userId: orderId, recipientPhone }]
    }),
  }),
  getOrderStates: async ({ orderIds }) => ({
    states: orderIds.flatMap((orderId) => {
      const status = orderStates.get(orderId)
      return status ? [{ orderId, status, paid: false }] : []
    }),
    missingIds: orderIds.filter((orderId) => !orderStates.has(orderId)),
  }),
})

const product = fakePeer(ProductQueryDefinition, {
  batchGetSkus: async ({ skuIds }) => ({
    skus: skuIds.flatMap((id) => {
      const sku = skus.get(id)
      return sku
        ? [{ ...sku, storageType: 'AMBIENT' as const, deliveryModes: ['SELF_PICKUP', 'HOME'] as const }]
        : []
    }) as never,
  }),
})

/** delivery-service as in production, with every peer faked over real gRPC. */
export const startDelivery = (options: StartOptions = {}) =>
  startService(deliveryService, { peers: { user: [user], order: [order], product: [product] }, ...options })

export type Started = Awaited<ReturnType<typeof startDelivery>>

/** Asks the service as its peers do; connected when it resolves. In an object: a peer would look like a promise. */
export async function asPeer({ grpcAddress }: Started) {
  const delivery = connect(DeliveryQueryDefinition, grpcAddress, { peer: 'delivery', deadlineMs: 2_000 })
  afterAll(() => delivery.close())
  await eventually(() => delivery.batchGetPickupPoints({ pickupPointIds: [] }))
  return { delivery }
}

export type Place = {
  communityId: string
  pickupPointId: string
  otherPointId: string
  merchantId: string
  warehouseId: string
}

const ALL_DAY = Object.fromEntries(
  ['1', '2', '3', '4', '5', '6', '7'].map((day) => [day, [{ from: '00:00', to: '23:59' }]]),
)

/** An open community with a square fence and two points, one of them with a fridge. */
export async function aPlace(
  database: TestDatabase,
  [lng, lat]: readonly [number, number] = [120.1985, 30.1905],
): Promise<Place> {
  const now = new Date()
  const [communityId, pickupPointId, otherPointId] = [newId(now), newId(now), newId(now)]
  const [merchantId, warehouseId] = [randomUUID(), randomUUID()]
  const fence = [
    [lng - 0.003, lat - 0.003],
    [lng + 0.003, lat - 0.003],
    [lng + 0.003, lat + 0.003],
    [lng - 0.003, lat + 0.003],
  ]
  await database.query(
    `insert into communities (id, name, pinyin, pinyin_initials, province, city, district, adcode, address, lng, lat, fence,
       min_lng, max_lng, min_lat, max_lat, status, warehouse_id, delivery_modes, created_at, updated_at)
     values ($1, $2, 'jiangnanchunxiao', 'jncx', '浙江省', '杭州市', '滨江区', '330108', '春晓路 288 号', $3, $4, $5,
       $6, $7, $8, $9, 'OPEN', $10, '{SELF_PICKUP,HOME}', now(), now())`,
    [
      communityId,
      `江南春晓 ${communityId}`,
      lng,
      lat,
      JSON.stringify(fence),
      lng - 0.003,
      lng + 0.003,
      lat - 0.003,
      lat + 0.003,
      warehouseId,
    ],
  )
  for (const [id, cold] of [
    [pickupPointId, true],
    [otherPointId, false],
  ] as const) {
    await database.query(
      `insert into pickup_points (id, community_id, merchant_id, name, type, address, lng, lat, contact_name, contact_phone, hours,
         daily_capacity, cold_storage, status, created_at, updated_at)
       values ($1::uuid, $2, $3, $1::uuid::text, 'STORE', '南门', $4, $5, '何静', '19900000103', $6, 1000, $7, 'OPEN', now(), now())`,
      [id, communityId, merchantId, lng, lat, JSON.stringify(ALL_DAY), cold],
    )
  }
  return { communityId, pickupPointId, otherPointId, merchantId, warehouseId }
}

export type SlotOptions = {
  capacity?: number
  mode?: string
  startsInHours?: number
  cutoffInHours?: number
  surchargeFen?: number
}

/** A dated slot of its own template. @returns its id. */
export async function aSlot(
  database: TestDatabase,
  { communityId }: Place,
  options: SlotOptions = {},
): Promise<string> {
  const {
    capacity = 100,
    mode = 'SELF_PICKUP',
    startsInHours = 30,
    cutoffInHours = 24,
    surchargeFen = 0,
  } = options
  const now = new Date()
  const [templateId, slotId] = [newId(now), newId(now)]
  const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
  await database.query(
    `insert into slot_templates (id, community_id, mode, weekdays, start_time, end_time, capacity, cut_off_minutes,
       min_lead_minutes, surcharge_fen, enabled, created_at, updated_at)
     values ($1, $2, $3, '{1,2,3,4,5,6,7}', '16:00', '18:00', 100, 180, 60, 0, false, now(), now())`,
    [templateId, communityId, mode],
  )
  await database.query(
    `insert into slots (id, template_id, community_id, mode, day, starts_at, ends_at, cutoff_at, capacity, surcharge_fen, status,
       edited, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'OPEN', true, now(), now())`,
    [
      slotId,
      templateId,
      communityId,
      mode,
      businessDay(at(startsInHours)),
      at(startsInHours),
      at(startsInHours + 2),
      at(cutoffInHours),
      capacity,
      surchargeFen,
    ],
  )
  return slotId
}

export const slotState = async (database: TestDatabase, slotId: string) => {
  const [row] = await database.query<{ reserved: number; capacity: number }>(
    'select reserved, capacity from slots where id = $1',
    [slotId],
  )
  return row
}

export const audit = (database: TestDatabase) => database.query('select * from delivery_audit')

/** An order that is being prepared for the point of a place. */
export function aPrepared(
  place: Place,
  order: Partial<OrderPreparing> = {},
  qtys: readonly number[] = [2, 1],
): OrderPreparing {
  const orderId = order.orderId ?? newId(new Date())
  return {
    orderId,
    orderNo: `2026${orderId.slice(-12)}`,
    userId: randomUUID(),
    merchantId: place.merchantId,
    merchantName: '邻里生鲜',
    type: 'NORMAL',
    title: '红颜草莓 等 2 件',
    itemCount: qtys.reduce((sum, qty) => sum + qty, 0),
    lines: qtys.map((qty, index) => ({
      orderId,
      lineId: randomUUID(),
      skuId: randomUUID(),
      productId: randomUUID(),
      merchantId: place.merchantId,
      productName: `红颜草莓 ${index}`,
      specText: '500g',
      imageUrl: '',
      categoryIds: [],
      unit: '份',
      qty,
      unitPriceFen: 1990,
      activityDiscountFen: 0,
      memberDiscountFen: 0,
      fullReductionFen: 0,
      couponDiscountFen: 0,
      pointsDiscountFen: 0,
      payableFen: 1990 * qty,
      points: 0,
      weightG: 500 * qty,
      volumeCm3: 0,
      storageType: index === 0 ? 'CHILLED' : 'AMBIENT',
      pickedQty: 0,
      refundedQty: 0,
      refundedFen: 0,
    })),
    warehouseId: place.warehouseId,
    communityId: place.communityId,
    mode: 'SELF_PICKUP',
    pickupPointId: place.pickupPointId,
    weightG: 1500,
    volumeCm3: 0,
    paidFen: 5970,
    feeFen: 0,
    paidAt: new Date(),
    preparingAt: new Date(),
    version: 3,
    ...order,
  }
}

/** A verifier of the place's merchant, bound to its first point. */
export async function aVerifier(
  service: Started,
  place: Place,
  points: readonly string[] = [place.pickupPointId],
) {
  const id = randomUUID()
  scopes.set(id, { merchantId: place.merchantId, pickupPointIds: [...points], allPickupPoints: false })
  const permissions = ['pickup:verify', 'delivery:receive', 'delivery:read', 'pickup-point:read']
  return service.as.staff({ id, merchantId: place.merchantId, permissions })
}

/** Order-service lets go of everything that is left of an order. */
export function releasable(order: OrderPreparing, less: Record<string, number> = {}): void {
  fulfilments.set(order.orderId, {
    releasable: true,
    lines: order.lines.map(({ lineId, skuId, productName, specText, qty }) => ({
      lineId,
      skuId,
      productName,
      specText,
      qty,
      pickedQty: 0,
      refundedQty: 0,
      heldQty: less[lineId] ?? 0,
      remainingQty: qty - (less[lineId] ?? 0),
    })),
  })
}
