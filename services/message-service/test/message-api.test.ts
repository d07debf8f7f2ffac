import { randomUUID } from 'node:crypto'
import { connect } from '@linli/grpc'
import { MessageQueryDefinition } from '@linli/proto/message'
import { OrderPaid } from '@linli/proto/order'
import { RefundSucceeded } from '@linli/proto/payment'
import { StockLow } from '@linli/proto/product'
import type { ApiClient } from '@linli/testing'
import { afterAll, expect, test } from 'vitest'
import { purgeOldDispatches } from '../src/dispatches/dispatch.jobs.ts'
import { purgeOldMessages } from '../src/messages/message.jobs.ts'
import { aPaidOrder } from './support/events.ts'
import { useMessageWorld } from './support/message-world.ts'

const world = await useMessageWorld()
const { service, clock } = world
const query = connect(MessageQueryDefinition, service.grpcAddress, { peer: 'message', deadlineMs: 5_000 })
afterAll(() => query.close())

type View = { id: string; title: string; body: string; category: string; read: boolean; link: string }
type PageOf<T> = { items: T[]; nextCursor: string | null }
type Counts = { total: number; ORDER: number; LOGISTICS: number; ACTIVITY: number; SYSTEM: number }

const list = async (client: ApiClient, more = '') =>
  (await client.get<PageOf<View>>(`/messages?limit=50${more}`)).body.data.items
const unread = async (client: ApiClient) => (await client.get<Counts>('/messages/unread-counts')).body.data

const stockLow = (merchantId: string) => ({
  skuId: randomUUID(),
  productId: randomUUID(),
  merchantId,
  productName: '小青菜',
  specText: '500g',
  warehouseId: randomUUID(),
  availableQty: 3,
  occurredAt: clock.now(),
})

async function aMerchant() {
  const merchantId = randomUUID()
  const staff = (permissions = ['order:read', 'stock:read']) => service.as.staff({ merchantId, permissions })
  return { merchantId, anna: await staff(), ben: await staff(), courier: await staff(['delivery:read']) }
}

test('a resident reads, counts, and deletes messages; page by page, newest first', async () => {
  const { id } = world.aResident()
  const client = await service.as.user(id)
  for (let i = 0; i < 5; i += 1)
    await service.deliver(OrderPaid, aPaidOrder(id), {
      occurredAt: new Date(clock.now().getTime() + i * 1000),
    })
  expect(await unread(client)).toEqual({ total: 5, ORDER: 5, LOGISTICS: 0, ACTIVITY: 0, SYSTEM: 0 })
  const all = await list(client)
  const pages: View[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const more: string = cursor && `&cursor=${cursor}`
    const data: PageOf<View> = (await client.get<PageOf<View>>(`/messages?limit=2${more}`)).body.data
    pages.push(...data.items)
    cursor = data.nextCursor
  }
  expect(pages).toEqual(all)
  const [first, second] = all
  expect((await client.put(`/messages/${first?.id}/read`)).status).toBe(200)
  expect((await client.put(`/messages/${first?.id}/read`)).status).toBe(200)
  expect((await unread(client)).total).toBe(4)
  expect((await list(client))[0]).toMatchObject({ id: first?.id, read: true })
  expect((await client.delete(`/messages/${second?.id}`)).status).toBe(200)
  expect((await client.delete(`/messages/${second?.id}`)).body.code).toBe(1801)
  expect((await client.put(`/messages/${second?.id}/read`)).body.code).toBe(1801)
  expect((await unread(client)).total).toBe(3)
  expect((await client.put<Counts>('/messages/read', { category: 'ACTIVITY' })).body.data.total).toBe(3)
  expect((await client.put<Counts>('/messages/read', {})).body.data.total).toBe(0)
  expect(await list(client)).toHaveLength(4)
  expect(await list(client, '&category=SYSTEM')).toEqual([])
})

test('messages come in the language that was asked for', async () => {
  const { id } = world.aResident()
  await service.deliver(OrderPaid, aPaidOrder(id))
  const client = await service.as.user(id)
  const english = await client.get<PageOf<View>>('/messages', { 'accept-language': 'en' })
  expect(english.body.data.items[0]?.title).toBe('Payment received')
  expect((await list(client))[0]?.title).toBe('支付成功')
})

test('nobody reads, marks or deletes the message of somebody else', async () => {
  const { id } = world.aResident()
  const { merchantId, anna } = await aMerchant()
  await service.deliver(OrderPaid, aPaidOrder(id, merchantId))
  await service.deliver(StockLow, stockLow(merchantId))
  const owner = await service.as.user(id)
  const [mine] = await list(owner)
  const [shops] = await list(anna)
  const stranger = await service.as.user()
  const namesake = await service.as.user(merchantId)
  const permissions = ['order:read', 'stock:read']
  const rival = await service.as.staff({ merchantId: randomUUID(), permissions })
  const pretender = await service.as.staff({ merchantId: id, permissions })
  for (const client of [stranger, namesake, rival, pretender]) {
    expect(await list(client)).toEqual([])
    expect((await unread(client)).total).toBe(0)
    for (const target of [mine, shops]) {
      expect((await client.put(`/messages/${target?.id}/read`)).body.code).toBe(1801)
      expect((await client.delete(`/messages/${target?.id}`)).body.code).toBe(1801)
    }
    await client.put('/messages/read', {})
  }
  expect((await unread(owner)).total).toBe(1)
  expect((await unread(anna)).total).toBe(1)
  expect((await service.as.anonymous().get('/messages')).status).toBe(401)
  expect((await (await service.as.admin()).get('/messages')).status).toBe(401)
})

test('each of the staff has read what they have read; one putting a message away hides it from nobody else', async () => {
  const { merchantId, anna, ben } = await aMerchant()
  for (let i = 0; i < 3; i += 1) await service.deliver(StockLow, stockLow(merchantId))
  const [first, second] = await list(anna)
  await anna.put(`/messages/${first?.id}/read`)
  await anna.delete(`/messages/${second?.id}`)
  expect(await unread(anna)).toMatchObject({ total: 1, SYSTEM: 1 })
  expect(await unread(ben)).toMatchObject({ total: 3 })
  expect(await list(anna)).toHaveLength(2)
  expect(await list(ben)).toHaveLength(3)
  await ben.put('/messages/read', { category: 'SYSTEM' })
  expect((await unread(ben)).total).toBe(0)
  expect((await list(ben)).every(({ read }) => read)).toBe(true)
  expect((await unread(anna)).total).toBe(1)
  clock.advance(1_000)
  await service.deliver(StockLow, stockLow(merchantId))
  expect((await unread(ben)).total).toBe(1)
})

test('staff who may not see stock or orders are not told about them', async () => {
  const { merchantId, anna, courier } = await aMerchant()
  await service.deliver(StockLow, stockLow(merchantId))
  await service.deliver(OrderPaid, aPaidOrder(randomUUID(), merchantId))
  clock.advance(60_000)
  await world.closeDigests()
  const messages = await list(anna)
  expect(messages.map(({ category }) => category).sort()).toEqual(['ORDER', 'SYSTEM'])
  expect(await list(courier)).toEqual([])
  expect((await unread(courier)).total).toBe(0)
  for (const { id } of messages) {
    expect((await courier.put(`/messages/${id}/read`)).body.code).toBe(1801)
    expect((await courier.delete(`/messages/${id}`)).body.code).toBe(1801)
  }
})

test('a merchant gets one message for the orders of a minute, and a lone order by its name', async () => {
  const busy = await aMerchant()
  const calm = await aMerchant()
  clock.advance(60_000 - (clock.now().getTime() % 60_000)) // the whole test in one minute
  for (let i = 0; i < 12; i += 1) await service.deliver(OrderPaid, aPaidOrder(randomUUID(), busy.merchantId))
  const lone = aPaidOrder(randomUUID(), calm.merchantId)
  await service.deliver(OrderPaid, lone)
  expect(await list(busy.anna)).toEqual([])
  clock.advance(60_000)
  await Promise.all([world.closeDigests(), world.closeDigests()])
  expect(await list(busy.anna)).toMatchObject([
    {
      title: '12 笔新订单',
      body: '收到 12 笔新订单，共 ¥309.60，请及时备货。',
      link: '/orders',
      category: 'ORDER',
    },
  ])
  expect(await list(calm.anna)).toMatchObject([{ title: '新订单', link: `/orders/${lone.orderId}` }])
  expect(await world.closeDigests()).toBe(0)
})

test('prompts are the scene’s, with the credits left; a ban empties, an acceptance counts', async () => {
  const templateId = await world.withWechat('payment.v1.RefundSucceeded')
  const resident = world.aResident()
  const client = await service.as.user(resident.id)
  const prompts = async () =>
    (await client.get('/message-subscriptions/templates?scene=PAY_SUCCESS')).body.data
  expect(await prompts()).toEqual([
    { eventType: 'payment.v1.RefundSucceeded', templateId, title: '通知', credits: 0, banned: false },
  ])
  const report = (result: string) =>
    client.post('/message-subscriptions', { results: [{ templateId, result }] })
  for (const result of ['accept', 'accept', 'reject', 'filter'])
    expect((await report(result)).status).toBe(201)
  expect(await prompts()).toMatchObject([{ credits: 2, banned: false }])
  await report('ban')
  expect(await prompts()).toMatchObject([{ credits: 0, banned: true }])
  const unknown = await client.post('/message-subscriptions', {
    results: [{ templateId: 'nobody-knows', result: 'accept' }],
  })
  expect(unknown.body.code).toBe(1821)
  const { anna } = await aMerchant()
  expect((await anna.get('/message-subscriptions/templates?scene=PAY_SUCCESS')).body.data).toEqual([])
  const entries = await world.query<{ sum: number }>(
    'select sum(delta)::integer as sum from credit_entries where recipient_id = $1',
    [resident.id],
  )
  expect(entries).toEqual([{ sum: 0 }])
})

test('50 acceptances at once count 50', async () => {
  const templateId = await world.withWechat('order.v1.OrderClosed')
  const resident = world.aResident()
  const accepted = [{ recipientId: resident.id, templateId }]
  const changes = Array.from({ length: 50 }, () => world.change((work) => world.accept(work, accepted)))
  await Promise.all(changes)
  expect(await world.credits(resident.id)).toEqual([50])
})

test('other services ask who can be reached and what became of an event', async () => {
  const able = world.aResident()
  const mute = world.aResident({ phone: '' })
  const rule = 'delivery.v1.PickupReady'
  const before = await query.getReachability({ userIds: [able.id, mute.id], eventType: rule })
  expect(before.users.map(({ channels }) => channels)).toEqual([['SMS', 'IN_APP'], ['IN_APP']])
  const templateId = await world.withWechat(rule, { sms: null })
  await world.subscribe(mute, templateId)
  const after = await query.getReachability({ userIds: [able.id, mute.id], eventType: rule })
  expect(after.users).toMatchObject([
    { channels: ['IN_APP'], credits: 0 },
    { channels: ['WECHAT', 'IN_APP'], credits: 1 },
  ])
  const { orderId, orderNo } = aPaidOrder(able.id)
  const about = { orderId, orderNo, userId: able.id, amountFen: 100, succeededAt: clock.now() }
  const eventId = await service.deliver(RefundSucceeded, about)
  const { deliveries } = await query.getDeliveryStatus({ eventId })
  expect(deliveries).toMatchObject([{ userId: able.id, channel: 'IN_APP', status: 'DELIVERED' }])
  await expect(query.getReachability({ userIds: ['x'], eventType: rule })).rejects.toMatchObject({
    code: 1001,
  })
})

test('what is older than 180 days goes, the rest stays', async () => {
  const resident = world.aResident()
  const { orderId, orderNo } = aPaidOrder(resident.id)
  const refunded = () => ({ orderId, orderNo, userId: resident.id, amountFen: 100, succeededAt: clock.now() })
  await service.deliver(RefundSucceeded, refunded())
  clock.advance(181 * 86_400_000)
  await service.deliver(RefundSucceeded, refunded())
  await purgeOldMessages.run(service.deps)
  await purgeOldDispatches.run(service.deps)
  expect(await world.messages(resident.id)).toHaveLength(1)
  const old = await world.query('select 1 from dispatches where created_at < $1', [
    new Date(clock.now().getTime() - 180 * 86_400_000),
  ])
  expect(old).toEqual([])
})
