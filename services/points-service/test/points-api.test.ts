import { randomUUID } from 'node:crypto'
import { OrderCreated } from '@linli/proto/order'
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
