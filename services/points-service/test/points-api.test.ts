import { randomUUID } from 'node:crypto'
import { OrderCreated } from '@linli/proto/order'
import { PointsAdjusted } from '@linli/proto/points'
import { startService } from '@linli/testing'
import { expect, test } from 'vitest'
import { pointsService } from '../src/service.ts'

const points = await startService(pointsService)

const open = (userId: string, available: number) =>
  points.database.query(
    'insert into points_accounts (user_id, available, updated_at) values ($1, $2, now())',
    [userId, available],
  )

type Account = { available: number; frozen: number; valueFen: number }

test('a new user has zeros, not an error', async () => {
  const client = await points.as.user()
  const { status, body } = await client.get<Account>('/points-accounts/me')
  expect(status).toBe(200)
  expect(body.data).toMatchObject({ available: 0, frozen: 0, valueFen: 0 })
})

test('the balance is cached and forgotten after a change', async () => {
  const userId = randomUUID()
  await open(userId, 500)
  const client = await points.as.user(userId)
  expect((await client.get<Account>('/points-accounts/me')).body.data.available).toBe(500)
  await points.deliver(OrderCreated, { orderId: randomUUID(), userId, points: 200, required: ['POINTS'] })
  expect((await client.get<Account>('/points-accounts/me')).body.data).toMatchObject({
    available: 300,
    frozen: 200,
  })
})

test('a balance that another version kept in another shape is not shown', async () => {
  const userId = randomUUID()
  await open(userId, 500)
  await points.deps.redis.set(`balance:${userId}`, JSON.stringify({ userId, spendable: 7 }))
  const client = await points.as.user(userId)
  const answer = await client.get<Account>('/points-accounts/me')
  expect(answer.body.data).toMatchObject({ available: 500, frozen: 0 })
})

test('the preview caps and explains', async () => {
  const userId = randomUUID()
  await open(userId, 5_000)
  const client = await points.as.user(userId)
  const preview = (body: object) => client.post('/points-accounts/me/deduction-previews', body)
  expect((await preview({ payableFen: 10_000 })).body.data).toMatchObject({
    usable: true,
    points: 3_000,
    discountFen: 3_000,
  })
  expect((await preview({ payableFen: 100 })).body.data).toMatchObject({
    usable: false,
    reason: 'BELOW_UNIT',
  })
  expect((await preview({ payableFen: 100, colour: 'red' })).status).toBe(400)
})

test('rules are versioned: what is in effect never changes', async () => {
  const admin = await points.as.admin({ permissions: ['points:read', 'points-rule:write'] })
  const draft = {
    name: '双倍积分',
    earnPerFen: 50,
    earnOrderCap: 500,
    earnDayCap: 2_000,
    excludedCategoryIds: [],
    redeemFenPerPoint: 1,
    redeemMaxBp: 3_000,
    redeemOrderCap: 5_000,
    redeemUnit: 100,
    withCoupon: true,
    withActivity: false,
    effectiveFrom: '2030-01-01T00:00:00Z',
  }
  const added = await admin.post<{ id: string; version: number; status: string }>(
    '/admin/points-rules',
    draft,
  )
  expect(added).toMatchObject({ status: 201, body: { data: { status: 'DRAFT', version: 2 } } })
  const path = `/admin/points-rules/${added.body.data.id}`
  const edited = { ...draft, earnDayCap: 3_000 }
  expect(await admin.put(path, edited)).toMatchObject({
    status: 200,
    body: { data: { version: 2, status: 'DRAFT', earnDayCap: 3_000 } },
  })
  const activate = () => admin.post(`/admin/points-rules/${added.body.data.id}/activations`)
  expect((await activate()).status).toBe(201)
  expect((await activate()).body.code).toBe(1604)
  expect((await admin.put(path, draft)).body.code).toBe(1604)
  expect((await admin.put(`/admin/points-rules/${randomUUID()}`, draft)).body.code).toBe(1603)
  const current = await points.as.anonymous().get<{ version: number }>('/points-rules/current')
  expect(current.body.data.version).toBe(1)
})

test('only an administrator with the permission reads other people’s points', async () => {
  const path = `/admin/points-accounts/${randomUUID()}`
  expect((await points.as.anonymous().get(path)).status).toBe(401)
  expect((await (await points.as.user()).get(path)).status).toBe(401)
  expect((await (await points.as.admin()).get(path)).status).toBe(403)
  expect((await (await points.as.admin({ permissions: ['points:read'] })).get(path)).status).toBe(200)
})

test('the ledger is paged, for its owner and for the console alike', async () => {
  const userId = randomUUID()
  await open(userId, 500)
  const orders = Array.from({ length: 3 }, () => randomUUID())
  for (const orderId of orders)
    await points.deliver(OrderCreated, { orderId, userId, points: 100, required: ['POINTS'] })
  type Ledger = { items: { bizId: string }[]; nextCursor: string | null }
  const admin = await points.as.admin({ permissions: ['points:read'] })
  const user = await points.as.user(userId)
  for (const read of [
    (query: string) => user.get<Ledger>(`/points-records?${query}`),
    (query: string) => admin.get<Ledger>(`/admin/points-records?userId=${userId}&${query}`),
  ]) {
    const first = (await read('limit=2')).body.data
    const rest = (await read(`limit=2&cursor=${first.nextCursor}`)).body.data
    expect([...first.items, ...rest.items].map(({ bizId }) => bizId)).toEqual(orders.toReversed())
    expect(rest.nextCursor).toBeNull()
  }
})

const adjuster = () => points.as.admin({ permissions: ['points:read', 'points:adjust'] })
const key = (value: string = randomUUID()) => ({ 'idempotency-key': value })
type Records = { items: { type: string; direction: string; points: number; reason: string | null }[] }

test('points are given and taken by hand: the ledger says how many and why, the user sees them at once', async () => {
  const userId = randomUUID()
  const admin = await adjuster()
  const user = await points.as.user(userId)
  const mine = async () => (await user.get<Account>('/points-accounts/me')).body.data.available
  expect(await mine()).toBe(0)
  const path = `/admin/points-accounts/${userId}/adjustments`
  const given = await admin.post<Account>(path, { points: 300, reason: '送货迟到，补偿' }, key())
  expect(given).toMatchObject({ status: 201, body: { data: { available: 300 } } })
  expect(await mine()).toBe(300)
  expect((await admin.post(path, { points: -120, reason: '重复补偿' }, key())).status).toBe(201)
  expect(await mine()).toBe(180)
  const { body } = await admin.get<Records>(`/admin/points-records?userId=${userId}`)
  expect(body.data.items).toMatchObject([
    { type: 'ADMIN', direction: 'ADJUST', points: -120, reason: '重复补偿' },
    { type: 'ADMIN', direction: 'ADJUST', points: 300, reason: '送货迟到，补偿' },
  ])
  const own = await user.get<Records>('/points-records')
  expect(own.body.data.items.map((item) => item.points)).toEqual([-120, 300])
  expect(own.body.data.items[0]).not.toHaveProperty('reason')
  const told = (await points.published(PointsAdjusted)).filter(({ message }) => message.userId === userId)
  expect(told.map(({ message }) => message.delta)).toEqual([300, -120])
  expect(await points.database.query('select * from points_audit where user_id = $1', [userId])).toEqual([])
})

test('an adjustment sent twice counts once; its key is good for nothing else', async () => {
  const [userId, other] = [randomUUID(), randomUUID()]
  const admin = await adjuster()
  const once = key()
  const adjust = (to: string, amount: number) =>
    admin.post<Account>(
      `/admin/points-accounts/${to}/adjustments`,
      { points: amount, reason: '活动奖励' },
      once,
    )
  const answers = await Promise.all([adjust(userId, 50), adjust(userId, 50), adjust(userId, 50)])
  expect(answers.map(({ status, body }) => [status, body.data.available])).toEqual([
    [201, 50],
    [201, 50],
    [201, 50],
  ])
  expect((await adjust(userId, 60)).status).toBe(409)
  expect((await adjust(other, 50)).status).toBe(409)
  const records = await points.database.query('select 1 from points_records where user_id = any($1)', [
    [userId, other],
  ])
  expect(records).toHaveLength(1)
})

test('what is not there cannot be taken; a debt is paid off first; nothing is nothing', async () => {
  const userId = randomUUID()
  const admin = await adjuster()
  const adjust = (body: object) =>
    admin.post<Account & { debt: number }>(`/admin/points-accounts/${userId}/adjustments`, body, key())
  expect(await adjust({ points: -1, reason: '扣回' })).toMatchObject({ status: 422, body: { code: 1606 } })
  for (const body of [
    { points: 0, reason: '没有' },
    { points: 5, reason: '  ' },
    { points: 1_000_000, reason: '太多' },
  ])
    expect((await adjust(body)).status, JSON.stringify(body)).toBe(400)
  await open(userId, 0)
  await points.database.query('update points_accounts set debt = 30 where user_id = $1', [userId])
  expect((await adjust({ points: 100, reason: '补偿' })).body.data).toMatchObject({ available: 70, debt: 0 })
  await points.database.query('update points_accounts set account_frozen = true where user_id = $1', [userId])
  expect((await adjust({ points: 100, reason: '补偿' })).body.code).toBe(1607)
  const reader = await points.as.admin({ permissions: ['points:read'] })
  const path = `/admin/points-accounts/${userId}/adjustments`
  expect((await reader.post(path, { points: 1, reason: '试试' }, key())).status).toBe(403)
  expect((await admin.post(path, { points: 1, reason: '试试' })).status).toBe(400)
})
