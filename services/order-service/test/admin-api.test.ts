import { randomUUID } from 'node:crypto'
import { businessDay } from '@linli/core'
import { OrderCloseRequested } from '@linli/proto/order'
import { PaymentSucceeded } from '@linli/proto/payment'
import { expect, test } from 'vitest'
import { aPendingOrder, merchantId, paid, pickupPointId, startOrder } from './builders.ts'

const order = await startOrder()
const admin = await order.as.admin({
  permissions: ['order:read', 'order:cancel', 'order:statistics', 'saga:read', 'saga:retry'],
})

type Page = { items: { id: string; userId: string }[]; total: number }
type Sales = { placed: number; paid: number; buyers: number; gmvFen: number }
type Statistics = {
  now: Sales
  series: { at: string; orders: number; gmvFen: number }[]
  states: { status: string; orders: number; amountFen: number }[]
  topGoods: { productId: string; qty: number; amountFen: number }[]
  points: { pickupPointId: string; preparing: number }[]
}

const find = async (query: string) => (await admin.get<Page>(`/admin/orders?${query}`)).body.data
const statistics = async (days = 1) =>
  (await admin.get<Statistics>(`/admin/order-statistics?days=${days}`)).body.data
const sum = (buckets: readonly { orders: number }[]) =>
  buckets.reduce((total, { orders }) => total + orders, 0)

test('orders are found by day, place and owner; each filter narrows', async () => {
  const userId = randomUUID()
  const placed = await aPendingOrder(order, await order.as.user(userId))
  const today = businessDay(new Date())
  for (const query of [
    `userId=${userId}`,
    `userId=${userId}&from=${today}&to=${today}`,
    `userId=${userId}&pickupPointId=${pickupPointId}&merchantId=${merchantId}`,
  ])
    expect(await find(query), query).toMatchObject({ items: [{ id: placed.id, userId }], total: 1 })
  for (const query of ['to=2020-01-01', 'from=2100-01-01', `pickupPointId=${randomUUID()}`])
    expect(await find(`userId=${userId}&${query}`), query).toMatchObject({ items: [], total: 0 })
  expect((await admin.get('/admin/orders?from=yesterday')).status).toBe(400)
})

test('an unpaid order is cancelled for its owner once, with the reason in its history', async () => {
  const placed = await aPendingOrder(order, await order.as.user())
  const cancel = () => admin.post(`/admin/orders/${placed.id}/cancellations`, { reason: '电话要求取消' })
  expect((await cancel()).status).toBe(201)
  expect((await cancel()).status).toBe(201)
  const told = await order.published(OrderCloseRequested)
  expect(told.filter(({ message }) => message.orderId === placed.id)).toHaveLength(1)
  const { body } = await admin.get<{ history: { event: string; actorType: string; detail: unknown }[] }>(
    `/admin/orders/${placed.id}`,
  )
  expect(body.data.history.filter(({ event }) => event === 'requestClose')).toMatchObject([
    { actorType: 'ADMIN', detail: { note: '电话要求取消' } },
  ])
})

test('a paid order cannot be cancelled, nor one by somebody who may only look', async () => {
  const userId = randomUUID()
  const placed = await aPendingOrder(order, await order.as.user(userId))
  await order.deliver(PaymentSucceeded, paid(placed, userId, { paidAt: new Date() }))
  const path = `/admin/orders/${placed.id}/cancellations`
  expect(await admin.post(path, { reason: '电话要求取消' })).toMatchObject({
    status: 409,
    body: { code: 1321 },
  })
  const viewer = await order.as.admin({ permissions: ['order:read'] })
  expect((await viewer.post(path, { reason: '电话要求取消' })).status).toBe(403)
})

test('the numbers move with an order: placed, then paid, then in hand at its point', async () => {
  const before = await statistics()
  const userId = randomUUID()
  const placed = await aPendingOrder(order, await order.as.user(userId))
  const waiting = await statistics()
  expect(waiting.now).toMatchObject({ placed: before.now.placed + 1, paid: before.now.paid })
  expect(sum(waiting.series)).toBe(sum(before.series))

  await order.deliver(PaymentSucceeded, paid(placed, userId, { paidAt: new Date() }))
  const after = await statistics()
  expect(after.now).toMatchObject({
    paid: before.now.paid + 1,
    buyers: before.now.buyers + 1,
    gmvFen: before.now.gmvFen + placed.payableFen,
  })
  expect(sum(after.series)).toBe(after.now.paid)
  expect(sum(after.states)).toBe(after.now.placed)
  const loadOf = ({ points }: Statistics) =>
    points.find((point) => point.pickupPointId === pickupPointId)?.preparing ?? 0
  expect(loadOf(after)).toBe(loadOf(before) + 1)
  expect(after.topGoods.length).toBeGreaterThan(0)
  expect((await statistics(7)).now.placed).toBe(after.now.placed)
  expect((await admin.get('/admin/order-statistics?days=400')).status).toBe(400)
})

test('a placement that is still running is not ended by hand, a finished one stays as it is', async () => {
  const placed = await aPendingOrder(order, await order.as.user())
  expect(await admin.post(`/admin/sagas/${placed.id}/retries`)).toMatchObject({
    status: 201,
    body: { data: { status: 'PENDING_PAYMENT' } },
  })
  expect((await admin.post(`/admin/sagas/${randomUUID()}/retries`)).status).toBe(404)
})
