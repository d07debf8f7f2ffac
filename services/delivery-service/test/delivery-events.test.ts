import { randomUUID } from 'node:crypto'
import { newId } from '@linli/core'
import { SlotReleased, SlotReservationFailed, SlotReserved } from '@linli/proto/delivery'
import {
  AftersaleApproved,
  AftersaleGoodsReleased,
  OrderClosed,
  OrderCreated,
  OrderPreparing,
} from '@linli/proto/order'
import { LeaderStatus, LeaderStatusChanged, UserDeleted } from '@linli/proto/user'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import { aPlace, aPrepared, aSlot, audit, slotState, startDelivery } from './builders.ts'

const service = await startDelivery()
const { database } = service
const place = await aPlace(database)

const anOrder = (
  slotId: string,
  more: Partial<OrderCreated> = {},
): Partial<OrderCreated> & { orderId: string } => ({
  orderId: newId(new Date()),
  userId: randomUUID(),
  slotId,
  pickupPointId: place.pickupPointId,
  required: ['STOCK', 'SLOT'],
  ...more,
})

const answersTo = async <T extends { orderId: string }>(
  type: Parameters<typeof service.published<T>>[0],
  orderId: string,
) =>
  (await service.published(type))
    .map(({ message }) => message)
    .filter((message) => message.orderId === orderId)

const taskOf = async (orderId: string) => {
  const [row] = await database.query<{
    id: string
    status: string
    pickup_point_name: string
    storage_type: string
  }>('select * from deliveries where order_id = $1', [orderId])
  return row
}

test('happy: an order takes a place, and its preparation makes a task with lines and a code', async () => {
  const slotId = await aSlot(database, place)
  const order = anOrder(slotId)
  await service.deliver(OrderCreated, order)
  expect(await slotState(database, slotId)).toMatchObject({ reserved: 1 })
  expect(await answersTo(SlotReserved, order.orderId)).toMatchObject([{ slotId, version: 2 }])
  await service.deliver(OrderPreparing, aPrepared(place, { orderId: order.orderId, slotId }))
  const task = await taskOf(order.orderId)
  expect(task).toMatchObject({
    status: 'PENDING',
    pickup_point_name: place.pickupPointId,
    storage_type: 'CHILLED',
  })
  const codes = await database.query('select code from pickup_codes where delivery_id = $1 and live', [
    task?.id,
  ])
  expect(codes).toEqual([{ code: expect.stringMatching(/^[2-9A-HJKMNP-Z]{6}$/) }])
  expect(await audit(database)).toEqual([])
})

test('an order that asks for no place gets no answer', async () => {
  const slotId = await aSlot(database, place)
  const order = anOrder(slotId, { required: ['STOCK'] })
  await service.deliver(OrderCreated, order)
  expect(await slotState(database, slotId)).toMatchObject({ reserved: 0 })
  expect(await answersTo(SlotReserved, order.orderId)).toEqual([])
})

test('an order that is closed unpaid gives its place back, one that is closed paid does not', async () => {
  const slotId = await aSlot(database, place)
  const [unpaid, paid] = [anOrder(slotId), anOrder(slotId)]
  await service.deliver(OrderCreated, unpaid)
  await service.deliver(OrderCreated, paid)
  await service.deliver(OrderClosed, { ...unpaid, paid: false })
  await service.deliver(OrderClosed, { ...unpaid, paid: false })
  await service.deliver(OrderClosed, { ...paid, paid: true })
  expect(await slotState(database, slotId)).toMatchObject({ reserved: 1 })
  expect(await answersTo(SlotReleased, unpaid.orderId)).toHaveLength(1)
  expect(await audit(database)).toEqual([])
})

test('duplicate: the same events again take one place and make one task', async () => {
  const slotId = await aSlot(database, place)
  const order = anOrder(slotId)
  const id = randomUUID()
  await service.deliver(OrderCreated, order, { id })
  await service.publish(OrderCreated, order, { id })
  await service.deliver(OrderCreated, order) // the saga's own repetition
  const prepared = aPrepared(place, { orderId: order.orderId })
  await service.deliver(OrderPreparing, prepared)
  await service.deliver(OrderPreparing, prepared)
  expect(await slotState(database, slotId)).toMatchObject({ reserved: 1 })
  expect(await answersTo(SlotReserved, order.orderId)).toHaveLength(2)
  expect(await database.query('select 1 from deliveries where order_id = $1', [order.orderId])).toHaveLength(
    1,
  )
  expect(await audit(database)).toEqual([])
})

test('early: a close that comes first leaves a tombstone that refuses the late order', async () => {
  const slotId = await aSlot(database, place)
  const order = anOrder(slotId)
  await service.deliver(OrderClosed, { ...order, paid: false })
  await service.deliver(OrderCreated, order)
  expect(await slotState(database, slotId)).toMatchObject({ reserved: 0 })
  expect(await answersTo(SlotReservationFailed, order.orderId)).toMatchObject([
    { reason: 'ORDER_CLOSED', slotId },
  ])
})

test('early: an after-sale that overtakes the task still holds its goods', async () => {
  const prepared = aPrepared(place)
  const [line] = prepared.lines
  const aftersale = {
    aftersaleId: randomUUID(),
    orderId: prepared.orderId,
    lines: [{ lineId: line?.lineId ?? '', qty: 1 }] as never,
  }
  await service.deliver(AftersaleApproved, aftersale)
  await service.deliver(OrderPreparing, prepared)
  const held = await database.query('select qty, held_qty, cancelled_qty from delivery_lines where id = $1', [
    line?.lineId,
  ])
  expect(held).toEqual([{ qty: 2, held_qty: 1, cancelled_qty: 0 }])
  expect(await audit(database)).toEqual([])
})

test('any order of hold, release and task ends alike', async () => {
  const permutations = [
    ['task', 'hold', 'release'],
    ['hold', 'task', 'release'],
    ['release', 'hold', 'task'],
    ['hold', 'release', 'task'],
    ['release', 'task', 'hold'],
    ['task', 'release', 'hold'],
  ] as const
  for (const steps of permutations) {
    const prepared = aPrepared(place)
    const lines = prepared.lines.map(({ lineId, qty }) => ({ lineId, qty })) as never
    const aftersale = {
      aftersaleId: randomUUID(),
      orderId: prepared.orderId,
      lines,
      orderFullyReleased: true,
    }
    for (const step of steps) {
      if (step === 'task') await service.deliver(OrderPreparing, prepared)
      if (step === 'hold') await service.deliver(AftersaleApproved, aftersale)
      if (step === 'release') await service.deliver(AftersaleGoodsReleased, aftersale)
    }
    expect(await taskOf(prepared.orderId), steps.join()).toMatchObject({ status: 'CANCELLED' })
    const sums = await database.query(
      `select sum(held_qty)::int as held, sum(cancelled_qty)::int as cancelled from delivery_lines line
       join deliveries task on task.id = line.delivery_id where task.order_id = $1`,
      [prepared.orderId],
    )
    expect(sums, steps.join()).toEqual([{ held: 0, cancelled: 3 }])
  }
  expect(await audit(database)).toEqual([])
})

test('the goods of a paid order come back before the cut-off with their place, after it without', async () => {
  const early = await aSlot(database, place)
  const late = await aSlot(database, place)
  for (const slotId of [early, late]) {
    const order = anOrder(slotId)
    await service.deliver(OrderCreated, order)
    const prepared = aPrepared(place, { orderId: order.orderId, slotId })
    await service.deliver(OrderPreparing, prepared)
    if (slotId === late)
      await database.query("update slots set cutoff_at = now() - interval '1 hour' where id = $1", [slotId])
    await service.deliver(AftersaleGoodsReleased, {
      aftersaleId: randomUUID(),
      orderId: order.orderId,
      lines: prepared.lines.map(({ lineId, qty }) => ({ lineId, qty })) as never,
      orderFullyReleased: true,
    })
    expect(await slotState(database, slotId)).toMatchObject({ reserved: slotId === late ? 1 : 0 })
  }
  expect(await audit(database)).toEqual([])
})

test('poison: an event that can never be handled is parked, and its neighbours are not', async () => {
  const broken = aPrepared(place, { pickupPointId: randomUUID() }) // no such point
  const id = await service.publish(OrderPreparing, broken)
  const healthy = aPrepared(place)
  await service.deliver(OrderPreparing, healthy)
  expect(await taskOf(healthy.orderId)).toBeDefined()
  await eventually(async () => {
    const failures = await database.query('select 1 from event_failure where event_id = $1', [id])
    return failures.length > 0
  })
  const bytes = new TextEncoder().encode('not json')
  service.nats.connection.publish(`${service.nats.prefix}${OrderPreparing.$type}`, bytes)
  await eventually(async () => (await service.parked(OrderPreparing as never)).length > 0)
  expect(await taskOf(broken.orderId)).toBeUndefined()
})

test('crash: an answer that was committed and not yet published goes out when the service is back', async () => {
  const slotId = await aSlot(database, place)
  const order = anOrder(slotId)
  await service.deliver(OrderCreated, order)
  await service.stop()
  // As a crash between commit and mark leaves it: the row is there, nobody was told.
  await database.query(
    "update outbox set published_at = null where type = $1 and payload ->> 'orderId' = $2",
    [SlotReserved.$type, order.orderId],
  )
  await startDelivery({ database, nats: service.nats, redis: service.redis })
  await eventually(async () => {
    const open = await database.query('select 1 from outbox where published_at is null')
    return open.length === 0
  })
  expect(await slotState(database, slotId)).toMatchObject({ reserved: 1 })
})

test('what a suspended leader keeps is paused, once; what others keep, and what was closed, stays', async () => {
  const { pickupPointId, otherPointId } = await aPlace(database)
  const leaderId = randomUUID()
  await database.query('update pickup_points set leader_id = $2 where id = $1', [pickupPointId, leaderId])
  const statuses = () =>
    database
      .query<{ status: string }>(
        'select status from pickup_points where id = any($1) order by array_position($1, id)',
        [[pickupPointId, otherPointId]],
      )
      .then((rows) => rows.map(({ status }) => status))
  const change = { leaderId, userId: randomUUID(), communityId: place.communityId }
  await service.deliver(LeaderStatusChanged, { ...change, status: LeaderStatus.ACTIVE, version: 3 })
  expect(await statuses()).toEqual(['OPEN', 'OPEN'])
  const suspended = { ...change, status: LeaderStatus.SUSPENDED, version: 4 }
  const id = await service.deliver(LeaderStatusChanged, suspended)
  expect(await statuses()).toEqual(['PAUSED', 'OPEN'])
  await database.query(`update pickup_points set status = 'OPEN' where id = $1`, [pickupPointId])
  await service.publish(LeaderStatusChanged, suspended, { id })
  await service.deliver(LeaderStatusChanged, { ...change, status: LeaderStatus.ACTIVE, version: 5 })
  expect(await statuses()).toEqual(['OPEN', 'OPEN'])
  await database.query(`update pickup_points set status = 'CLOSED' where id = $1`, [pickupPointId])
  await service.deliver(LeaderStatusChanged, { ...change, status: LeaderStatus.QUIT, version: 6 })
  expect(await statuses()).toEqual(['CLOSED', 'OPEN'])
})

test('nobody who is gone is found by the end of their number', async () => {
  const [kept, gone] = [randomUUID(), randomUUID()]
  const orders = new Map<string, string>()
  for (const userId of [kept, gone]) {
    const order = aPrepared(place, { userId })
    orders.set(userId, order.orderId)
    await service.deliver(OrderPreparing, order)
  }
  await database.query("update deliveries set phone_tail_index = 'tail', recipient_state = 'KNOWN'")
  const id = await service.deliver(UserDeleted, { userId: gone, deletedAt: new Date() })
  await service.publish(UserDeleted, { userId: gone, deletedAt: new Date() }, { id })
  const tailOf = async (userId: string) =>
    (
      await database.query<{ phone_tail_index: string | null }>(
        'select phone_tail_index from deliveries where order_id = $1',
        [orders.get(userId)],
      )
    )[0]?.phone_tail_index
  expect([await tailOf(kept), await tailOf(gone)]).toEqual(['tail', null])
})
