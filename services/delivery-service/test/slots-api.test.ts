import { randomUUID } from 'node:crypto'
import { businessDay, newId } from '@linli/core'
import { OrderCreated } from '@linli/proto/order'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import { aPlace, aSlot, asPeer, startDelivery } from './builders.ts'

const service = await startDelivery()
const { database } = service
const anonymous = service.as.anonymous()
const admin = await service.as.admin({ permissions: ['slot:write'] })
const { delivery } = await asPeer(service)

type WithId = { id: string; version: number; status: string }

test('D03 a template makes four weeks of slots at once; exceptions close days; edits and bookings stay', async () => {
  const own = await aPlace(database, [118, 28])
  const draft = {
    communityId: own.communityId,
    mode: 'SELF_PICKUP',
    pickupPointId: null,
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    startTime: '16:00',
    endTime: '18:00',
    capacity: 50,
    cutOffMinutes: 180,
    minLeadMinutes: 60,
    surchargeFen: 0,
    enabled: true,
  }
  const made = await admin.post<WithId>('/admin/slot-templates', draft)
  type Slot = {
    id: string
    date: string
    capacity: number
    status: string
    startsAt: string
    cutoffAt: string
    version: number
  }
  const list = async () =>
    (
      await admin.get<{ items: Slot[]; total: number }>(
        `/admin/delivery-slots?communityId=${own.communityId}&pageSize=50`,
      )
    ).body.data
  const { items, total } = await list()
  expect(total).toBe(28)
  expect(items[0]).toMatchObject({
    date: businessDay(new Date()),
    startsAt: expect.stringContaining('T08:00:00'),
    cutoffAt: expect.stringContaining('T05:00:00'),
  })
  const [, second, third, fourth] = items
  await admin.put(`/admin/delivery-slots/${second?.id}`, {
    capacity: 7,
    surchargeFen: 100,
    status: 'OPEN',
    note: '手动',
    version: second?.version,
  })
  await database.query('update slots set reserved = 20 where id = $1', [third?.id])
  const exception = {
    day: fourth?.date,
    communityId: null,
    mode: null,
    kind: 'CLOSED',
    capacity: null,
    surchargeFen: null,
    note: '停电',
  }
  const closed = await admin.post<WithId>('/admin/slot-exceptions', exception)
  expect(closed.status).toBe(201)
  expect((await admin.post('/admin/slot-exceptions', exception)).body.code).toBe(1508)
  expect((await admin.post('/admin/slot-exceptions', { ...exception, kind: 'OVERRIDE' })).status).toBe(400)
  await admin.put(`/admin/slot-templates/${made.body.data.id}`, {
    ...draft,
    capacity: 10,
    startTime: '15:00',
    version: 1,
  })
  const after = (await list()).items
  expect(after.find(({ id }) => id === second?.id)).toMatchObject({ capacity: 7 })
  expect(after.find(({ id }) => id === third?.id)).toMatchObject({ capacity: 20, startsAt: third?.startsAt })
  expect(after.find(({ id }) => id === fourth?.id)).toMatchObject({
    status: 'CLOSED',
    capacity: 10,
    startsAt: expect.stringContaining('T07:00:00'),
  })
  const { slots } = await delivery.listSlots({
    communityId: own.communityId,
    mode: 'SELF_PICKUP',
    pickupPointId: own.pickupPointId,
    fromDate: fourth?.date,
    days: 1,
  })
  expect(slots).toMatchObject([{ slotId: fourth?.id, selectable: false, reason: 'CLOSED', remaining: 10 }])
  expect((await admin.delete(`/admin/slot-exceptions/${closed.body.data.id}`)).status).toBe(200)
  expect((await list()).items.find(({ id }) => id === fourth?.id)).toMatchObject({ status: 'OPEN' })
  const low = await admin.get<Slot>(`/admin/delivery-slots/${third?.id}`)
  const squeeze = { capacity: 5, surchargeFen: 0, status: 'OPEN', note: '', version: low.body.data.version }
  expect(await admin.put(`/admin/delivery-slots/${third?.id}`, squeeze)).toMatchObject({
    status: 422,
    body: { code: 1509 },
  })
  await database.query('update slots set reserved = 0 where id = $1', [third?.id])
})

test('D03 the generator adds the days that are missing and repeats none', async () => {
  const own = await aPlace(database, [117, 27])
  await database.query(
    `insert into slot_templates (id, community_id, mode, weekdays, start_time, end_time, capacity, cut_off_minutes, min_lead_minutes,
       surcharge_fen, enabled, created_at, updated_at)
     values ($1, $2, 'HOME', '{1,2,3,4,5,6,7}', '09:00', '11:00', 80, 120, 120, 0, true, now(), now())`,
    [randomUUID(), own.communityId],
  )
  const count = async () =>
    (await database.query('select 1 from slots where community_id = $1', [own.communityId])).length
  const tick = () =>
    database.query("update job set next_run_at = now() where name = 'delivery.generate-slots'")
  await tick()
  await eventually(async () => expect(await count()).toBe(28))
  await database.query('delete from slots where community_id = $1 and day > current_date + 20', [
    own.communityId,
  ])
  await tick()
  await eventually(async () => expect(await count()).toBe(28))
  expect(
    await delivery.getCutoff({ communityId: own.communityId, mode: 'HOME', at: new Date() }),
  ).toMatchObject({ deliveryDate: expect.any(String) })
})

test('D04 a full slot is shown with its reason', async () => {
  const own = await aPlace(database, [116, 26])
  const slotId = await aSlot(database, own, { capacity: 3 })
  await database.query('update slots set reserved = 3 where id = $1', [slotId])
  const { body } = await anonymous.get<{ items: unknown[] }>(
    `/delivery-slots?communityId=${own.communityId}&mode=SELF_PICKUP`,
  )
  expect(body.data.items).toMatchObject([{ id: slotId, selectable: false, reason: 'FULL', remaining: 0 }])
  expect(await delivery.getSlot({ slotId })).toMatchObject({ selectable: false, reason: 'FULL', capacity: 3 })
})

test('D02 where a point has its parcels for a day, the slots of that day are shown as full', async () => {
  const own = await aPlace(database, [115, 25])
  const slotId = await aSlot(database, own)
  const laterId = await aSlot(database, own, { startsInHours: 60, cutoffInHours: 54 })
  await database.query('update pickup_points set daily_capacity = 1 where id = $1', [own.pickupPointId])
  const first = { orderId: newId(new Date()), userId: randomUUID(), required: ['SLOT' as const] }
  await service.deliver(OrderCreated, { ...first, slotId, pickupPointId: own.pickupPointId })
  const offered = async (pickupPointId: string) =>
    (await delivery.listSlots({ communityId: own.communityId, mode: 'SELF_PICKUP', pickupPointId })).slots
  expect(
    await delivery.listSlots({
      communityId: own.communityId,
      mode: 'SELF_PICKUP',
      pickupPointId: own.pickupPointId,
    }),
  ).toMatchObject({ pickupPoint: { pickupPointId: own.pickupPointId, dailyCapacity: 1 } })
  expect(await offered(own.pickupPointId)).toMatchObject([
    { slotId, selectable: false, reason: 'FULL', remaining: 99 },
    { slotId: laterId, selectable: true },
  ])
  expect(await offered(own.otherPointId)).toMatchObject([
    { slotId, selectable: true },
    { slotId: laterId, selectable: true },
  ])
})
