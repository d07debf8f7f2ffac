import { randomUUID } from 'node:crypto'
import { connect } from '@linli/grpc'
import { OrderCompleted, OrdersExported, RecipientRevealed } from '@linli/proto/order'
import { PointsAdjusted } from '@linli/proto/points'
import { UserQueryDefinition, UserRegistered } from '@linli/proto/user'
import { eventually, useDatabase, useNats } from '@linli/testing'
import { jetstreamManager } from '@nats-io/jetstream'
import { afterAll, expect, test } from 'vitest'
import { startWorld } from './support/world.ts'

const world = await startWorld()
const query = connect(UserQueryDefinition, world.grpcAddress, { peer: 'user' })
afterAll(() => query.close())

const isNew = async (userId: string) =>
  (await query.checkUserEligibility({ userId, kind: 'NEW_USER' })).eligible
const firstOrderAt = async (userId: string) =>
  (
    await world.database.query<{ at: Date | null }>(
      'select first_order_completed_at as at from users where id = $1',
      [userId],
    )
  )[0]?.at
const completed = (userId: string, completedAt = new Date('2026-11-20T08:00:00Z')) => ({
  orderId: randomUUID(),
  userId,
  completedAt,
})

test('happy: after the first completed order a user is not new any more', async () => {
  const { user } = await world.logIn()
  expect(await isNew(user.id)).toBe(true)
  await world.deliver(OrderCompleted, completed(user.id))
  expect(await query.checkUserEligibility({ userId: user.id, kind: 'NEW_USER' })).toMatchObject({
    reason: 'NOT_NEW',
  })
  expect(await query.checkUserEligibility({ userId: user.id, kind: 'ORDER' })).toMatchObject({
    eligible: true,
  })
})

test('duplicate: the same order told twice, and a second order, change nothing', async () => {
  const { user } = await world.logIn()
  const order = completed(user.id)
  const id = await world.deliver(OrderCompleted, order)
  await world.publish(OrderCompleted, order, { id })
  await world.deliver(OrderCompleted, order)
  await world.deliver(OrderCompleted, completed(user.id, new Date('2026-11-21T08:00:00Z')))
  expect(await firstOrderAt(user.id)).toEqual(order.completedAt)
})

test('reordered: the earlier of two orders counts, whichever is heard of first', async () => {
  const { user } = await world.logIn()
  await world.deliver(OrderCompleted, completed(user.id, new Date('2026-11-21T08:00:00Z')))
  await world.deliver(OrderCompleted, completed(user.id, new Date('2026-11-19T08:00:00Z')))
  expect(await firstOrderAt(user.id)).toEqual(new Date('2026-11-19T08:00:00Z'))
})

test('early: an order of a user who is not there yet is tried again until they are', async () => {
  const userId = randomUUID()
  const early = await world.publish(OrderCompleted, completed(userId))
  await eventually(async () => {
    const failures = await world.database.query('select 1 from event_failure where event_id = $1', [early])
    expect(failures).toHaveLength(1)
  })
  await world.database.query(
    `insert into users (id, nickname, register_channel, created_at, updated_at) values ($1, '迟到', 'WECHAT', now(), now())`,
    [userId],
  )
  await eventually(async () => expect(await isNew(userId)).toBe(false), { timeoutMs: 20_000 })
})

test('poison: bytes that are no event are parked, and the next event is handled', async () => {
  const { user } = await world.logIn()
  world.nats.connection.publish(`${world.nats.prefix}order.v1.OrderCompleted`, '{"lines": 7, not json')
  await eventually(async () => expect(await world.parked(OrderCompleted as never)).toHaveLength(1))
  await world.deliver(OrderCompleted, completed(user.id))
  expect(await isNew(user.id)).toBe(false)
})

const database = await useDatabase({ service: 'user' })
const nats = await useNats()

test('crash between commit and publish: the event is published by the next process', async () => {
  const unreachable = { ...nats, url: 'nats://127.0.0.1:1' }
  const first = await startWorld({ database, nats: unreachable })
  const { user } = await first.logIn() // logging in needs no broker
  expect(await database.query('select 1 from outbox where published_at is null')).toHaveLength(1)
  await first.stop()

  const second = await startWorld({ database, nats })
  await eventually(async () =>
    expect(await database.query('select 1 from outbox where published_at is null')).toEqual([]),
  )
  const manager = await jetstreamManager(nats.connection)
  const subject = `${nats.prefix}${UserRegistered.$type}`
  const stream = await manager.streams.find(subject)
  const stored = await manager.streams.getMessage(stream, { last_by_subj: subject })
  expect(stored?.json<{ userId: string }>().userId).toBe(user.id)
  await second.stop()
})

test('a look at a customer’s phone in order-service is one line of the audit log', async () => {
  const looked = {
    orderId: randomUUID(),
    orderNo: '26112200010000017',
    merchantId: randomUUID(),
    staffId: randomUUID(),
    reason: '商品缺货，联系顾客',
    ip: '203.0.113.7',
  }
  const id = await world.deliver(RecipientRevealed, looked)
  await world.publish(RecipientRevealed, looked, { id })
  const lines = () => world.database.query('select * from audit_logs where target_id = $1', [looked.orderId])
  await eventually(async () => expect(await lines()).toHaveLength(1))
  expect(await lines()).toMatchObject([
    {
      action: 'order.pii.reveal',
      target_type: 'order',
      actor_type: 'merchant',
      actor_id: looked.staffId,
      merchant_id: looked.merchantId,
      ip: looked.ip,
      details: { orderNo: looked.orderNo, reason: looked.reason },
    },
  ])
})

test('orders that were exported and points that were given by hand are lines of the audit log', async () => {
  const [exportId, userId, adminId] = [randomUUID(), randomUUID(), randomUUID()]
  const ip = '203.0.113.7'
  await world.deliver(OrdersExported, {
    exportId,
    adminId,
    filter: '{"status":"CLOSED"}',
    orderCount: 12,
    ip,
    version: 1,
  })
  await world.deliver(PointsAdjusted, {
    userId,
    adjustmentId: randomUUID(),
    delta: -50,
    balance: 10,
    adminId,
    reason: '重复发放',
    ip,
  })
  const lines = await world.database.query('select * from audit_logs where actor_id = $1 order by action', [
    adminId,
  ])
  expect(lines).toMatchObject([
    {
      action: 'order.export',
      target_id: exportId,
      details: { orders: 12, filter: { status: 'CLOSED' } },
      ip,
    },
    { action: 'points.adjust', target_id: userId, details: { points: -50, balance: 10, reason: '重复发放' } },
  ])
})
