import { randomUUID } from 'node:crypto'
import { businessDay, newId } from '@linli/core'
import { OrderClosed, OrderCreated, OrderPreparing } from '@linli/proto/order'
import { expect, test } from 'vitest'
import { aPlace, aPrepared, aSlot, startDelivery } from './builders.ts'

const service = await startDelivery()
const { database } = service
const admin = await service.as.admin({ permissions: ['slot:write', 'pickup-point:write', 'community:write'] })
const HOURS_MS = 3_600_000

type Impact = {
  openSlots: number
  promisedOrders: number
  parcels: number
}

const impactOf = async (path: string): Promise<Impact> => (await admin.get<Impact>(path)).body.data

test('FA10 who is about to close something is told what depends on it', async () => {
  const place = await aPlace(database)
  const other = await aPlace(database, [118.5, 28.5])
  const slotId = await aSlot(database, place, { startsInHours: 30 })
  const past = await aSlot(database, place, { startsInHours: -5, cutoffInHours: -6 })
  const day = businessDay(new Date(Date.now() + 30 * HOURS_MS))
  const anOrder = (more: Partial<OrderCreated> = {}) => ({
    orderId: newId(new Date()),
    userId: randomUUID(),
    slotId,
    pickupPointId: place.pickupPointId,
    required: ['SLOT' as const],
    ...more,
  })
  const [prepared, promised, elsewhere, closed] = [
    anOrder(),
    anOrder(),
    anOrder({ pickupPointId: place.otherPointId }),
    anOrder(),
  ]
  for (const order of [prepared, promised, elsewhere, closed]) await service.deliver(OrderCreated, order)
  await service.deliver(OrderClosed, { ...closed, paid: false })
  await service.deliver(OrderPreparing, aPrepared(place, { orderId: prepared.orderId, slotId }))
  await database.query(
    `insert into slot_reservations (order_id, user_id, slot_id, pickup_point_id, status, checked_at, created_at, updated_at)
     values ($1, $1, $2, $3, 'COMMITTED', now(), now(), now())`,
    [randomUUID(), past, place.pickupPointId],
  )

  expect(await impactOf(`/admin/communities/${place.communityId}/impacts`)).toEqual({
    openSlots: 1,
    promisedOrders: 3,
    parcels: 1,
  })
  expect(await impactOf(`/admin/pickup-points/${place.pickupPointId}/impacts`)).toEqual({
    openSlots: 1,
    promisedOrders: 2,
    parcels: 1,
  })
  const onDay = `/admin/slot-exceptions/impacts?day=${day}`
  expect(await impactOf(`${onDay}&communityId=${place.communityId}&mode=SELF_PICKUP`)).toMatchObject({
    openSlots: 1,
    promisedOrders: 3,
    parcels: 1,
  })
  const none = { openSlots: 0, promisedOrders: 0, parcels: 0 }
  expect(await impactOf(`${onDay}&communityId=${place.communityId}&mode=HOME`)).toMatchObject(none)
  expect(await impactOf(`${onDay}&communityId=${other.communityId}`)).toMatchObject(none)
})

test('what nothing depends on, and what cannot be asked', async () => {
  expect(await impactOf(`/admin/communities/${randomUUID()}/impacts`)).toEqual({
    openSlots: 0,
    promisedOrders: 0,
    parcels: 0,
  })
  expect((await admin.get('/admin/slot-exceptions/impacts')).status).toBe(400)
  expect((await admin.get('/admin/slot-exceptions/impacts?day=someday')).status).toBe(400)
  const clerk = await service.as.admin({ permissions: ['slot:write'] })
  expect((await clerk.get(`/admin/communities/${randomUUID()}/impacts`)).status).toBe(403)
})
