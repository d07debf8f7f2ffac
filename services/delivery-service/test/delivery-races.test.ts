import { randomUUID } from 'node:crypto'
import { newId } from '@linli/core'
import { inTransaction } from '@linli/events'
import { SlotReservationFailed, SlotReserved } from '@linli/proto/delivery'
import { OrderCreated, OrderPreparing } from '@linli/proto/order'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import { createDelivery } from '../src/deliveries/create-delivery.ts'
import { ALPHABET } from '../src/pickup-codes/pickup-code.ts'
import { releaseSlot } from '../src/slots/release-slot.ts'
import { reserveSlot } from '../src/slots/reserve-slot.ts'
import { aPlace, aPrepared, aSlot, audit, orderStates, slotState, startDelivery } from './builders.ts'

const service = await startDelivery()
const { database, deps } = service
const place = await aPlace(database)

const wanted = (slotId: string) => ({
  orderId: newId(new Date()),
  userId: randomUUID(),
  slotId,
  pickupPointId: place.pickupPointId,
})

test('D04 sixty orders for the last seven places: seven get one, the others are told it is full', async () => {
  const slotId = await aSlot(database, place, { capacity: 7 })
  const orders = Array.from({ length: 60 }, () => wanted(slotId))
  await Promise.all(orders.map((order) => inTransaction(deps, (work) => reserveSlot(work, order))))
  expect(await slotState(database, slotId)).toEqual({ reserved: 7, capacity: 7 })
  const mine = new Set(orders.map(({ orderId }) => orderId))
  const yes = (await service.published(SlotReserved)).filter(({ message }) => mine.has(message.orderId))
  const no = (await service.published(SlotReservationFailed)).filter(({ message }) =>
    mine.has(message.orderId),
  )
  expect(yes).toHaveLength(7)
  expect(no).toHaveLength(53)
  expect(new Set(no.map(({ message }) => message.reason))).toEqual(new Set(['FULL']))
  expect(await audit(database)).toEqual([])
})

test('D04 the same through the broker: fifty events, three places', async () => {
  const slotId = await aSlot(database, place, { capacity: 3 })
  const orders = Array.from({ length: 50 }, () => wanted(slotId))
  await Promise.all(orders.map((order) => service.publish(OrderCreated, { ...order, required: ['SLOT'] })))
  await eventually(async () => {
    const done = await database.query('select 1 from slot_reservations where order_id = any($1)', [
      orders.map(({ orderId }) => orderId),
    ])
    return done.length === 50
  })
  expect(await slotState(database, slotId)).toMatchObject({ reserved: 3 })
  expect(await audit(database)).toEqual([])
})

test('fifty reservations against fifty releases of the same orders never leave a place taken for nothing', async () => {
  const slotId = await aSlot(database, place, { capacity: 100 })
  const orders = Array.from({ length: 50 }, () => wanted(slotId))
  await Promise.all(
    orders.flatMap((order) => [
      inTransaction(deps, (work) => reserveSlot(work, order)),
      inTransaction(deps, (work) => releaseSlot(work, order)),
    ]),
  )
  expect(await slotState(database, slotId)).toMatchObject({ reserved: 0 })
  expect(await audit(database)).toEqual([])
})

test('D02 a point takes no more parcels a day than it can hold, and the slot keeps its place', async () => {
  const slotId = await aSlot(database, place, { capacity: 100, startsInHours: 240, cutoffInHours: 200 })
  await database.query('update pickup_points set daily_capacity = 5 where id = $1', [place.pickupPointId])
  const orders = Array.from({ length: 50 }, () => wanted(slotId))
  await Promise.all(orders.map((order) => inTransaction(deps, (work) => reserveSlot(work, order))))
  await database.query('update pickup_points set daily_capacity = 1000 where id = $1', [place.pickupPointId])
  expect(await slotState(database, slotId)).toMatchObject({ reserved: 5 })
  expect(await audit(database)).toEqual([])
})

test('a slot that is past its cut-off, closed or unknown refuses with its reason', async () => {
  const reasons: Record<string, string> = {}
  const past = await aSlot(database, place, { cutoffInHours: -1 })
  const closed = await aSlot(database, place)
  await database.query("update slots set status = 'CLOSED' where id = $1", [closed])
  for (const [name, slotId] of [
    ['past', past],
    ['closed', closed],
    ['unknown', randomUUID()],
  ] as const) {
    const order = wanted(slotId)
    await inTransaction(deps, (work) => reserveSlot(work, order))
    const [answer] = (await service.published(SlotReservationFailed)).filter(
      ({ message }) => message.orderId === order.orderId,
    )
    reasons[name] = answer?.message.reason ?? ''
  }
  expect(reasons).toEqual({ past: 'CUTOFF_PASSED', closed: 'CLOSED', unknown: 'NOT_FOUND' })
})

test('D07 fifty copies of one preparation at once make one task', async () => {
  const prepared = aPrepared(place)
  const codes = () => 'ABCDEF'
  await Promise.all(
    Array.from({ length: 50 }, () => inTransaction(deps, (work) => createDelivery(work, prepared, codes))),
  )
  expect(
    await database.query('select 1 from deliveries where order_id = $1', [prepared.orderId]),
  ).toHaveLength(1)
})

test('T25 codes are unique among the live tasks of a point, also when sixty are issued at once from few codes', async () => {
  // A source of eight short codes and then distinct long ones: most first tries collide.
  const scarce = (n: number) => (attempt: number) =>
    attempt < 8
      ? `CDE${ALPHABET[attempt]}FG`
      : `HJK${ALPHABET[Math.floor(n / ALPHABET.length)]}${ALPHABET[n % ALPHABET.length]}${ALPHABET[attempt]}MN`
  const orders = Array.from({ length: 60 }, () => aPrepared(place))
  await Promise.all(
    orders.map((order, n) => inTransaction(deps, (work) => createDelivery(work, order, scarce(n)))),
  )
  const rows = await database.query<{ code: string }>(
    `select code from pickup_codes code join deliveries task on task.id = code.delivery_id
     where live and task.order_id = any($1)`,
    [orders.map(({ orderId }) => orderId)],
  )
  expect(rows).toHaveLength(60)
  expect(new Set(rows.map(({ code }) => code)).size).toBe(60)
  expect(rows.filter(({ code }) => code.length === 6)).toHaveLength(8)
})

test('the sweeper frees places of dead orders and leaves those of live ones', async () => {
  const slotId = await aSlot(database, place)
  const [dead, closed, alive] = [wanted(slotId), wanted(slotId), wanted(slotId)]
  for (const order of [dead, closed, alive]) await inTransaction(deps, (work) => reserveSlot(work, order))
  orderStates.set(closed.orderId, 'CLOSED')
  orderStates.set(alive.orderId, 'PENDING_PAYMENT')
  await database.query(
    "update slot_reservations set checked_at = now() - interval '1 hour' where slot_id = $1",
    [slotId],
  )
  await database.query("update job set next_run_at = now() where name = 'delivery.sweep-slot-reservations'")
  await eventually(async () => expect(await slotState(database, slotId)).toMatchObject({ reserved: 1 }))
  const [left] = await database.query(
    "select order_id from slot_reservations where slot_id = $1 and status = 'RESERVED'",
    [slotId],
  )
  expect(left).toEqual({ order_id: alive.orderId })
  expect(await audit(database)).toEqual([])
  await service.deliver(OrderPreparing, aPrepared(place, { orderId: alive.orderId, slotId }))
  expect(
    await database.query("select 1 from slot_reservations where slot_id = $1 and status = 'COMMITTED'", [
      slotId,
    ]),
  ).toHaveLength(1)
})
