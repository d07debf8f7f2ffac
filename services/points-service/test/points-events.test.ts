import { randomUUID } from 'node:crypto'
import { inTransaction } from '@linli/events'
import {
  OrderClosed,
  OrderCompleted,
  OrderCreated,
  type OrderLine,
  OrderPaid,
  OrderSettled,
} from '@linli/proto/order'
import { PointsFreezeFailed, PointsFrozen } from '@linli/proto/points'
import { UserDeleted } from '@linli/proto/user'
import { eventually, startService } from '@linli/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freezePoints } from '../src/accounts/freeze-points.ts'
import { unfreezeHold } from '../src/accounts/settle-hold.ts'
import type { Work } from '../src/deps.ts'
import { pointsService } from '../src/service.ts'

const points = await startService(pointsService)

async function aUser(available = 1_000) {
  const userId = randomUUID()
  await points.database.query(
    `with account as (insert into points_accounts (user_id, available, updated_at) values ($1, $2, now()))
     insert into points_records (id, user_id, biz_type, biz_id, direction, available_delta, frozen_delta, pending_delta, debt_delta, available_after, at)
     select gen_random_uuid(), $1::uuid, 'ADMIN', $1::text, 'GRANT', $2, 0, 0, 0, $2, now() where $2 > 0`,
    [userId, available],
  )
  return userId
}

const balance = async (userId: string) => {
  const [row] = await points.database.query<{ available: number; frozen: number; pending: number }>(
    'select available, frozen, pending from points_accounts where user_id = $1',
    [userId],
  )
  return row
}

const created = (userId: string, orderId: string, amount: number): Partial<OrderCreated> => ({
  orderId,
  userId,
  points: amount,
  required: ['STOCK', 'POINTS'],
})

const audit = () => points.database.query('select * from points_audit')

test('happy: freeze, consume', async () => {
  const [userId, orderId] = [await aUser(), randomUUID()]
  await points.deliver(OrderCreated, created(userId, orderId, 300))
  expect(await balance(userId)).toMatchObject({ available: 700, frozen: 300 })
  expect(
    (await points.published(PointsFrozen)).filter(({ message }) => message.orderId === orderId),
  ).toHaveLength(1)
  await points.deliver(OrderPaid, { orderId, userId, points: 300 })
  expect(await balance(userId)).toMatchObject({ available: 700, frozen: 0 })
  expect(await audit()).toEqual([])
})

test('duplicate: the same order freezes and gives back once', async () => {
  const [userId, orderId] = [await aUser(), randomUUID()]
  for (let i = 0; i < 3; i += 1) await points.deliver(OrderCreated, created(userId, orderId, 300))
  for (let i = 0; i < 3; i += 1)
    await points.deliver(OrderClosed, { orderId, userId, points: 300, paid: false })
  expect(await balance(userId)).toMatchObject({ available: 1_000, frozen: 0 })
  expect(await audit()).toEqual([])
})

test('early: a close that overtakes the order leaves a tombstone that refuses it', async () => {
  const [userId, orderId] = [await aUser(), randomUUID()]
  await points.deliver(OrderClosed, { orderId, userId, points: 300, paid: false })
  await points.deliver(OrderCreated, created(userId, orderId, 300))
  const failed = (await points.published(PointsFreezeFailed)).find(
    ({ message }) => message.orderId === orderId,
  )
  expect(failed?.message.reason).toBe('ORDER_CLOSED')
  expect(await balance(userId)).toMatchObject({ available: 1_000, frozen: 0 })
})

test('early: a payment that overtakes the freeze waits for it', async () => {
  const [userId, orderId] = [await aUser(), randomUUID()]
  await points.publish(OrderPaid, { orderId, userId, points: 300 })
  await points.deliver(OrderCreated, created(userId, orderId, 300))
  await eventually(
    async () => (await balance(userId))?.frozen === 0 && (await balance(userId))?.available === 700,
  )
})

test('poison: an event without an order is counted against itself only', async () => {
  const poison = await points.publish(OrderPaid, { orderId: 'nobody', userId: randomUUID(), points: 5 })
  const [userId, orderId] = [await aUser(), randomUUID()]
  await points.deliver(OrderCreated, created(userId, orderId, 100))
  await points.deliver(OrderPaid, { orderId, userId, points: 100 })
  await eventually(async () => {
    const failures = await points.database.query('select 1 from event_failure where event_id = $1', [poison])
    return failures.length === 1
  })
})

test('crash between commit and publish: the answer is told when the relay is back', async () => {
  const [userId, orderId] = [await aUser(), randomUUID()]
  await points.deliver(OrderCreated, created(userId, orderId, 100))
  await points.database.query(`update outbox set published_at = null where payload->>'orderId' = $1`, [
    orderId,
  ])
  await eventually(
    async () => (await points.database.query('select 1 from outbox where published_at is null')).length === 0,
  )
})

test('50 orders at once cannot spend more than the balance', async () => {
  const userId = await aUser(1_000)
  const orders = Array.from({ length: 50 }, () => randomUUID())
  await Promise.all(orders.map((orderId) => points.deliver(OrderCreated, created(userId, orderId, 100))))
  expect(await balance(userId)).toMatchObject({ available: 0, frozen: 1_000 })
  const refused = (await points.published(PointsFreezeFailed)).filter(({ message }) =>
    orders.some((id) => id === message.orderId),
  )
  expect(refused).toHaveLength(40)
  expect(refused.every(({ message }) => message.reason === 'INSUFFICIENT')).toBe(true)
  expect(await audit()).toEqual([])
})

test('fifty freezes against fifty closes of the same orders leave nothing set aside', async () => {
  const userId = await aUser(10_000)
  const orders = Array.from({ length: 50 }, () => randomUUID())
  // A close that overtakes its freeze by a hair: both have looked, and neither has seen the other.
  await Promise.all(
    orders.flatMap((orderId) => [
      inTransaction(points.deps, (work: Work) => freezePoints(work, { orderId, userId, points: 100 })),
      inTransaction(points.deps, (work: Work) => unfreezeHold(work, orderId)),
    ]),
  )
  expect(await balance(userId)).toMatchObject({ available: 10_000, frozen: 0 })
  expect(await audit()).toEqual([])
})

test('an order that is asked for again gets the same answer again', async () => {
  const [userId, rich, poor] = [await aUser(300), randomUUID(), randomUUID()]
  for (const orderId of [rich, poor, rich, poor])
    await points.deliver(OrderCreated, created(userId, orderId, 300))
  const told = async (type: typeof PointsFrozen | typeof PointsFreezeFailed, orderId: string) =>
    (await points.published(type as typeof PointsFrozen)).filter(({ message }) => message.orderId === orderId)
  expect(await told(PointsFrozen, rich)).toHaveLength(2)
  expect(await told(PointsFreezeFailed, poor)).toHaveLength(2)
  expect(await balance(userId)).toMatchObject({ available: 0, frozen: 300 })
})

test('a completed order earns pending points once; they become spendable when it is settled', async () => {
  const [userId, orderId] = [await aUser(0), randomUUID()]
  const line: Partial<OrderLine> = {
    lineId: randomUUID(),
    payableFen: 2_550,
    refundedFen: 0,
    categoryIds: [],
  }
  const completed = {
    orderId,
    orderNo: '1',
    userId,
    lines: [line as OrderLine],
    completedAt: new Date('2026-11-22T12:00:00Z'),
  }
  await points.publish(OrderSettled, { orderId, orderNo: '1', userId })
  await points.deliver(OrderCompleted, completed)
  await points.deliver(OrderCompleted, completed)
  await eventually(async () => (await balance(userId))?.available === 25)
  expect(await balance(userId)).toMatchObject({ pending: 0, frozen: 0 })
  expect(await audit()).toEqual([])
})

test('any order and repetition of one order’s events ends in a state that balances', async () => {
  type Step = 'created' | 'paid' | 'closed'
  const history = fc.shuffledSubarray(['created', 'created', 'closed', 'closed'] satisfies Step[], {
    minLength: 2,
  })
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const [userId, orderId] = [await aUser(), randomUUID()]
      for (const step of steps) {
        if (step === 'created') await points.deliver(OrderCreated, created(userId, orderId, 200))
        else await points.deliver(OrderClosed, { orderId, userId, points: 200, paid: false })
      }
      const closed = steps.includes('closed')
      expect(await balance(userId)).toMatchObject(
        closed ? { available: 1_000, frozen: 0 } : { available: 800, frozen: 200 },
      )
      expect(await audit()).toEqual([])
    }),
    { numRuns: 12 },
  )
})

test('the points of who is gone can be spent by nobody, and the books still balance', async () => {
  const [userId, orderId] = [await aUser(), randomUUID()]
  const gone = { userId, deletedAt: new Date() }
  const id = await points.deliver(UserDeleted, gone)
  await points.publish(UserDeleted, gone, { id })
  await points.deliver(OrderCreated, created(userId, orderId, 300))
  expect(
    (await points.published(PointsFreezeFailed)).filter(({ message }) => message.orderId === orderId),
  ).toMatchObject([{ message: { reason: 'ACCOUNT_FROZEN' } }])
  expect(await balance(userId)).toMatchObject({ available: 1_000, frozen: 0 })
  await points.deliver(UserDeleted, { userId: randomUUID(), deletedAt: new Date() }) // never had points
  expect(await audit()).toEqual([])
})
