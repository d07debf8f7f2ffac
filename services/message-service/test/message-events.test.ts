import { randomUUID } from 'node:crypto'
import { PickupReady, PickupVerified } from '@linli/proto/delivery'
import { MessageFailed } from '@linli/proto/message'
import { OrderClosed, OrderConfirmed, OrderPaid } from '@linli/proto/order'
import { PointsAdjusted, PointsGranted } from '@linli/proto/points'
import { StockReplenished } from '@linli/proto/product'
import { LeaderStatus, LeaderStatusChanged, UserDeleted } from '@linli/proto/user'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import { aPaidOrder, aPickup } from './support/events.ts'
import { useMessageWorld } from './support/message-world.ts'

const world = await useMessageWorld()
const { service } = world

test('happy: a paid order tells the resident in the app, once, and nobody outside who did not ask', async () => {
  const resident = world.aResident()
  const order = aPaidOrder(resident.id)
  await service.deliver(OrderPaid, order)
  const [message, ...more] = await world.messages(resident.id)
  expect(more).toEqual([])
  expect(message).toMatchObject({
    event_type: 'order.v1.OrderPaid',
    title_zh: '支付成功',
    link: `/orders/${order.orderId}`,
  })
  expect(message?.body_zh).toContain('¥25.80')
  expect(await world.dispatches(resident.id)).toEqual([])
})

test('duplicate: the same event, told 15 times, writes its rows once', async () => {
  const resident = world.aResident()
  const templateId = await world.withWechat('delivery.v1.PickupVerified')
  await world.subscribe(resident, templateId)
  const id = randomUUID()
  const pickup = aPickup(resident.id)
  await service.deliver(PickupVerified, { ...pickup, verifiedAt: world.clock.now() }, { id })
  for (let i = 0; i < 14; i += 1)
    await service.publish(PickupVerified, { ...pickup, verifiedAt: world.clock.now() }, { id })
  await service.deliver(PickupVerified, { ...aPickup(randomUUID()), verifiedAt: world.clock.now() })
  expect(await world.messages(resident.id)).toHaveLength(1)
  expect(await world.dispatches(resident.id)).toHaveLength(1)
})

test('the same event handled again after its inbox row is gone still writes nothing twice', async () => {
  const resident = world.aResident()
  const id = randomUUID()
  const order = aPaidOrder(resident.id)
  await service.deliver(OrderPaid, order, { id })
  await world.query('delete from inbox where event_id = $1', [id])
  await service.deliver(OrderPaid, order, { id })
  expect(await world.messages(resident.id)).toHaveLength(1)
})

test('early: a reminder whose order was paid before it was handled is suppressed, never sent', async () => {
  const resident = world.aResident()
  const templateId = await world.withWechat('order.v1.OrderConfirmed')
  await world.subscribe(resident, templateId)
  const { orderId, orderNo, merchantId } = aPaidOrder(resident.id)
  world.orderIs(orderId, 'PREPARING')
  await service.deliver(OrderConfirmed, {
    orderId,
    orderNo,
    merchantId,
    userId: resident.id,
    title: '小青菜',
    payableFen: 2580,
    expireAt: new Date(world.clock.now().getTime() + 60_000),
    confirmedAt: world.clock.now(),
  })
  await eventually(async () => {
    await world.send()
    const [dispatch] = await world.dispatches(resident.id)
    expect(dispatch).toMatchObject({ status: 'SUPPRESSED', detail: 'the order is PREPARING' })
  })
  expect(world.sim.messages(resident.openid)).toEqual([])
})

test('poison: an event without a person fails and is kept aside, others go on', async () => {
  const poison = await service.publish(OrderPaid, { ...aPaidOrder('nobody'), userId: 'nobody' })
  const resident = world.aResident()
  await service.deliver(OrderPaid, aPaidOrder(resident.id))
  expect(await world.messages(resident.id)).toHaveLength(1)
  await eventually(async () => {
    const failures = await world.query('select 1 from event_failure where event_id = $1', [poison])
    return failures.length === 1
  })
})

test('crash between commit and publish: what was committed is told', async () => {
  const resident = world.aResident({ openid: '' })
  const templateId = await world.withWechat('order.v1.OrderClosed')
  await world.subscribe(resident, templateId, { atWechat: false })
  const at = world.clock.now()
  const eventId = await service.deliver(OrderClosed, {
    ...aPaidOrder(resident.id),
    reason: 'PAY_TIMEOUT',
    createdAt: at,
    closedAt: at,
  })
  const told = async () =>
    (await service.published(MessageFailed)).filter(({ message }) => message.eventId === eventId)
  await eventually(async () => {
    await world.send()
    expect(await told()).toHaveLength(1)
  })
  await world.query('update outbox set published_at = null where type = $1', [MessageFailed.$type])
  await eventually(async () => {
    const waiting = await world.query('select 1 from outbox where published_at is null')
    return waiting.length === 0
  })
  const [failed] = await told()
  expect(failed?.message).toMatchObject({ channel: 'WECHAT', reason: 'NO_RECIPIENT', userId: resident.id })
})

test('what is shown on the screen anyway is not told again, and leaves no row', async () => {
  const resident = world.aResident()
  const at = world.clock.now()
  const closed = { ...aPaidOrder(resident.id), createdAt: at, closedAt: at }
  const seen = await service.deliver(OrderClosed, { ...closed, reason: 'USER_CANCEL' })
  expect(await world.query('select 1 from inbox where event_id = $1', [seen])).toEqual([])
  await service.deliver(PointsGranted, {
    userId: resident.id,
    points: 5,
    biz: 'SIGN_IN',
    streak: 3,
    grantedAt: at,
  })
  expect(await world.messages(resident.id)).toEqual([])
  await service.deliver(PointsGranted, {
    userId: resident.id,
    points: 50,
    biz: 'SIGN_IN',
    streak: 7,
    grantedAt: at,
  })
  expect(await world.messages(resident.id)).toHaveLength(1)
})

test('every order of a resident becomes ready in the app, also when the message outside is one', async () => {
  const resident = world.aResident()
  const at = world.clock.now()
  const ready = { readyAt: at, pickupDeadline: new Date(at.getTime() + 86_400_000) }
  await service.deliver(PickupReady, { ...aPickup(resident.id), ...ready })
  await service.deliver(PickupReady, { ...aPickup(resident.id), ...ready })
  expect(await world.messages(resident.id)).toHaveLength(2)
})

test('who waited for goods is told in the app, and by subscribe message with the credit given for it', async () => {
  const resident = world.aResident()
  const goods = { zh: { title: '到货了', body: '{{skuName}}' }, en: { title: 'Back', body: '{{skuName}}' } }
  const about = ['skuName', 'productId'] as const
  const templateId = await world.withWechat(
    'product.v1.StockReplenished',
    { ...goods, link: '/products/{{productId}}' },
    about,
  )
  await world.subscribe(resident, templateId)
  const productId = randomUUID()
  await service.deliver(StockReplenished, {
    skuId: randomUUID(),
    productId,
    merchantId: randomUUID(),
    productName: '丹东草莓',
    specText: '500g',
    userId: resident.id,
    availableQty: 5,
    occurredAt: world.clock.now(),
  })
  const [message] = await world.messages(resident.id)
  expect(message).toMatchObject({ title_zh: '到货了', link: `/products/${productId}` })
  expect(message?.body_zh).toContain('丹东草莓 500g')
  expect(await world.dispatches(resident.id)).toMatchObject([{ channel: 'WECHAT' }])
})

test('who is gone has no inbox and allows nothing; a repetition changes nothing', async () => {
  const resident = world.aResident()
  const templateId = await world.withWechat('order.v1.OrderCompleted')
  await world.subscribe(resident, templateId)
  await service.deliver(OrderPaid, aPaidOrder(resident.id))
  const gone = { userId: resident.id, deletedAt: world.clock.now() }
  const id = await service.deliver(UserDeleted, gone)
  await service.publish(UserDeleted, gone, { id })
  expect(await world.messages(resident.id)).toEqual([])
  expect(await world.credits(resident.id)).toEqual([])
})

test('points that were corrected are told of with their sign', async () => {
  const resident = world.aResident()
  const adjusted = { userId: resident.id, adjustmentId: randomUUID(), adjustedAt: world.clock.now() }
  await service.deliver(PointsAdjusted, { ...adjusted, delta: 100, balance: 140 })
  await service.deliver(PointsAdjusted, { ...adjusted, delta: -40, balance: 100 })
  const told = (await world.messages(resident.id)).map(({ body_zh }) => body_zh)
  expect(told).toEqual(['您的积分变动 +100，当前 140 积分。', '您的积分变动 -40，当前 100 积分。'])
})

test('who applied as a leader hears what was decided, and not of what they did themselves', async () => {
  const resident = world.aResident()
  const leader = { leaderId: randomUUID(), userId: resident.id, communityId: randomUUID() }
  const { REJECTED, QUIT } = LeaderStatus
  for (const status of [REJECTED, QUIT])
    await service.deliver(LeaderStatusChanged, { ...leader, status, changedAt: world.clock.now() })
  expect(await world.messages(resident.id)).toMatchObject([
    { title_zh: '团长通知', body_zh: expect.stringContaining('没有通过'), link: '/leader' },
  ])
})
