import { randomUUID } from 'node:crypto'
import { OrderPreparing } from '@linli/proto/order'
import { expect, test } from 'vitest'
import { aPlace, aPrepared, aSlot, asPeer, releasable, scopes, startDelivery } from './builders.ts'

const service = await startDelivery()
const { database } = service
const place = await aPlace(database)
const anonymous = service.as.anonymous()
const EVERYTHING = [
  'community:read',
  'community:write',
  'pickup-point:read',
  'pickup-point:write',
  'slot:write',
  'fee-rule:write',
]
const admin = await service.as.admin({ permissions: EVERYTHING })
const { delivery } = await asPeer(service)

type WithId = { id: string; version: number; status: string }

const community = (more: object = {}) => ({
  name: `翠苑锦庭 ${randomUUID().slice(0, 8)}`,
  pinyin: 'cuiyuanjinting',
  pinyinInitials: 'cyjt',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  adcode: '330106',
  address: '文一路 316 号',
  lng: 121.5,
  lat: 31.2,
  fence: null,
  radiusM: 500,
  status: 'OPEN',
  warehouseId: randomUUID(),
  leaderId: null,
  deliveryModes: ['SELF_PICKUP', 'HOME'],
  defaultPickupPointId: null,
  ...more,
})

test('D01 a place is resolved to the community whose fence holds it; nearest first', async () => {
  type Nearby = { communityId: string | null; items: { id: string; distanceM: number }[] }
  const inside = await anonymous.get<Nearby>('/communities/nearby?lng=120.1985&lat=30.1915')
  expect(inside.body.data).toMatchObject({
    communityId: place.communityId,
    items: [{ id: place.communityId, distanceM: 111 }],
  })
  const outside = await anonymous.get<Nearby>('/communities/nearby?lng=120.2085&lat=30.1915')
  expect(outside.body.data).toMatchObject({ communityId: null, items: [{ id: place.communityId }] })
  expect(await delivery.resolveCommunity({ lng: 120.1985, lat: 30.1915 })).toMatchObject({
    communityId: place.communityId,
  })
  expect(await delivery.checkServiceArea({ lng: 120.1985, lat: 30.1915, mode: 'HOME' })).toMatchObject({
    served: true,
    warehouseId: place.warehouseId,
    distanceM: 111,
  })
  expect(await delivery.checkServiceArea({ lng: 121, lat: 31 })).toMatchObject({
    served: false,
    reason: 'AREA_NOT_SERVED',
  })
  expect(
    (await anonymous.get<{ items: unknown[] }>('/communities?keyword=jncx')).body.data.items,
  ).toHaveLength(1)
  expect(
    (await anonymous.get<{ items: unknown[] }>('/communities?keyword=%25')).body.data.items,
  ).toHaveLength(0)
})

test('D01 an administrator adds, changes, imports and removes communities', async () => {
  const body = community()
  const made = await admin.post<WithId>('/admin/communities', body)
  expect(made.status).toBe(201)
  const { id } = made.body.data
  expect((await admin.post('/admin/communities', body)).body.code).toBe(1502)
  const moved = await admin.put<WithId>(`/admin/communities/${id}`, {
    ...body,
    fence: [
      [121.4, 31.1],
      [121.6, 31.1],
      [121.5, 31.3],
    ],
    version: 1,
  })
  expect(moved.body.data).toMatchObject({ version: 2 })
  expect(await admin.put(`/admin/communities/${id}`, { ...body, version: 1 })).toMatchObject({
    status: 409,
    body: { code: 1005 },
  })
  expect((await admin.post('/admin/communities', community({ radiusM: null }))).body.code).toBe(1514)
  const imported = await admin.post<{ createdIds: string[]; refused: unknown[] }>(
    '/admin/communities/imports',
    { communities: [community(), body] },
  )
  expect(imported.body.data).toMatchObject({
    createdIds: [expect.any(String)],
    refused: [{ index: 1, code: 1502 }],
  })
  expect((await admin.delete(`/admin/communities/${id}`)).status).toBe(200)
  expect((await admin.get(`/admin/communities/${id}`)).status).toBe(404)
  expect(await admin.delete(`/admin/communities/${place.communityId}`)).toMatchObject({
    status: 422,
    body: { code: 1515 },
  })
  const reader = await service.as.admin({ permissions: ['community:read'] })
  expect((await reader.post('/admin/communities', community())).status).toBe(403)
})

test('D02 the people of a point keep its hours, nobody else does', async () => {
  const id = randomUUID()
  scopes.set(id, {
    merchantId: place.merchantId,
    pickupPointIds: [place.pickupPointId],
    allPickupPoints: false,
  })
  const permissions = ['pickup-point:read', 'pickup-point:write']
  const owner = await service.as.staff({ id, merchantId: place.merchantId, permissions })
  const { body } = await owner.get<WithId & { hours: object }>(
    `/merchant/pickup-points/${place.pickupPointId}`,
  )
  const changed = {
    hours: { ...body.data.hours, '7': [] },
    days: [{ day: '2030-01-01', hours: [], note: '元旦' }],
    version: body.data.version,
  }
  expect(
    (await owner.put(`/merchant/pickup-points/${place.pickupPointId}`, changed)).body.data,
  ).toMatchObject({ version: 2, days: [{ day: '2030-01-01', hours: [], note: '元旦' }] })
  expect((await owner.get(`/merchant/pickup-points/${place.otherPointId}`)).status).toBe(404)
  const mine = (await owner.get<{ items: { id: string }[] }>('/merchant/pickup-points')).body.data.items
  expect(mine.map(({ id }) => id)).toContain(place.pickupPointId)
  expect(mine.map(({ id }) => id)).not.toContain(place.otherPointId)
  const rivalId = randomUUID()
  const rivalMerchant = randomUUID()
  scopes.set(rivalId, { merchantId: rivalMerchant, allPickupPoints: true })
  const rival = await service.as.staff({ id: rivalId, merchantId: rivalMerchant, permissions })
  expect((await rival.get(`/merchant/pickup-points/${place.pickupPointId}`)).status).toBe(404)
  const restored = { ...changed, hours: { ...body.data.hours }, days: [], version: 2 }
  expect((await owner.put(`/merchant/pickup-points/${place.pickupPointId}`, restored)).status).toBe(200)
})

test('D02 a closure shuts a point to orders and moves deadlines behind it', async () => {
  const own = await aPlace(database, [119, 29])
  const id = randomUUID()
  scopes.set(id, { merchantId: own.merchantId, pickupPointIds: [own.pickupPointId], allPickupPoints: false })
  const staff = await service.as.staff({
    id,
    merchantId: own.merchantId,
    permissions: ['pickup-point:write', 'delivery:receive'],
  })
  const order = aPrepared(own)
  await service.deliver(OrderPreparing, order)
  releasable(order)
  await staff.post(
    '/merchant/receipts',
    { pickupPointId: own.pickupPointId, orderIds: [order.orderId] },
    { 'idempotency-key': randomUUID() },
  )
  const deadline = async () =>
    (
      await database.query<{ at: Date }>('select pickup_deadline as at from deliveries where order_id = $1', [
        order.orderId,
      ])
    )[0]?.at.getTime() ?? 0
  const before = await deadline()
  const now = Date.now()
  const body = {
    startsAt: new Date(now - 60_000).toISOString(),
    endsAt: new Date(now + 72 * 3_600_000).toISOString(),
    reason: '装修',
  }
  expect(
    (await staff.post(`/merchant/pickup-points/${own.pickupPointId}/closures`, body)).body.data,
  ).toMatchObject({ openingHours: '', closures: [{ reason: '装修' }] })
  expect((await deadline()) - before).toBe(72 * 3_600_000 + 60_000)
  const points = await anonymous.get<{ items: { id: string; open: boolean }[] }>(
    `/pickup-points?communityId=${own.communityId}`,
  )
  expect(points.body.data.items).toContainEqual(
    expect.objectContaining({ id: own.pickupPointId, open: false }),
  )
  const slotId = await aSlot(database, own)
  const { slots } = await delivery.listSlots({
    communityId: own.communityId,
    mode: 'SELF_PICKUP',
    pickupPointId: own.pickupPointId,
  })
  expect(slots).toMatchObject([{ slotId, selectable: false, reason: 'CLOSED' }])
  expect(
    await delivery.quoteFee({
      communityId: own.communityId,
      mode: 'SELF_PICKUP',
      pickupPointId: own.pickupPointId,
    }),
  ).toMatchObject({ available: false, reason: 'POINT_CLOSED' })
})

test('D02 an administrator adds a point, pauses it and names its staff', async () => {
  const { body } = await admin.get<{ items: Record<string, unknown>[] }>(
    `/admin/pickup-points?communityId=${place.communityId}`,
  )
  const [model] = body.data.items
  const {
    id: _id,
    status: _status,
    openingHours: _hours,
    closures: _closures,
    version: _version,
    createdAt: _created,
    updatedAt: _updated,
    ...draft
  } = model ?? {}
  const made = await admin.post<WithId>('/admin/pickup-points', { ...draft, name: '新驿站' })
  expect(made.status).toBe(201)
  expect((await admin.post('/admin/pickup-points', { ...draft, name: '新驿站' })).body.code).toBe(1504)
  const { id } = made.body.data
  expect(
    (await admin.put(`/admin/pickup-points/${id}/status`, { status: 'PAUSED' })).body.data,
  ).toMatchObject({ status: 'PAUSED' })
  const [bound, stranger] = [randomUUID(), randomUUID()]
  scopes.set(bound, { merchantId: place.merchantId, pickupPointIds: [id], allPickupPoints: false })
  scopes.set(stranger, { merchantId: place.merchantId, pickupPointIds: [], allPickupPoints: false })
  expect((await admin.put(`/admin/pickup-points/${id}/staff`, { staffIds: [bound] })).body.data).toEqual({
    items: [{ staffId: bound, name: '何静' }],
  })
  expect((await admin.put(`/admin/pickup-points/${id}/staff`, { staffIds: [stranger] })).body.code).toBe(1517)
  expect(await delivery.batchGetPickupPoints({ pickupPointIds: [id, stranger] })).toMatchObject({
    pickupPoints: [{ pickupPointId: id, status: 'PAUSED' }],
    missingIds: [stranger],
  })
})

test('other services read a task by its order', async () => {
  const order = aPrepared(place)
  await service.deliver(OrderPreparing, order)
  expect(await delivery.getDeliveryByOrder({ orderId: order.orderId })).toMatchObject({
    orderNo: order.orderNo,
    status: 'PENDING',
    lines: [{ qty: 2 }, { qty: 1 }],
  })
  await expect(delivery.getDeliveryByOrder({ orderId: randomUUID() })).rejects.toMatchObject({ code: 1520 })
})
