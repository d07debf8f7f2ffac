import { randomUUID } from 'node:crypto'
import { OrderCompleted } from '@linli/proto/order'
import { beforeEach, expect, test } from 'vitest'
import { anAdmin, clientOf } from './support/staff.ts'
import { startWorld } from './support/world.ts'

const world = await startWorld()
const clientWith = async (role: string, ...permissions: string[]) => {
  const { login } = await anAdmin(world, { role, permissions })
  return (await clientOf(world, { audience: 'admin', login })).client
}
const admin = await clientWith('GRADER', 'user:read', 'level:write')

type Level = { id: string; level: number; name: string; growthFen: number; users: number; version: number }
type User = { id: string; memberLevel: number; growthFen: number }

beforeEach(() => world.database.query('delete from levels'))

const create = (name: string, growthFen: number) =>
  admin.post<{ id: string }>('/admin/levels', { name, growthFen })
const levelsNow = async () => (await admin.get<{ items: Level[] }>('/admin/levels')).body.data.items
const userNow = async (id: string) => (await admin.get<User>(`/admin/users/${id}`)).body.data
const buys = (userId: string, netGoodsFen: number, orderId: string = randomUUID()) =>
  world.deliver(OrderCompleted, { orderId, userId, completedAt: new Date(), netGoodsFen })

test('who has bought enough has the level, sees it and what is missing to the next', async () => {
  const { user, client } = await world.logIn()
  await create('常客', 10_000)
  await create('老邻居', 30_000)
  const standing = async () => (await client.get('/users/me/level')).body.data
  expect(await standing()).toEqual({
    level: 0,
    name: '',
    growthFen: 0,
    next: { name: '常客', growthFen: 10_000 },
  })
  await buys(user.id, 9_999)
  expect(await userNow(user.id)).toMatchObject({ memberLevel: 0, growthFen: 9_999 })
  await buys(user.id, 1)
  expect(await standing()).toEqual({
    level: 1,
    name: '常客',
    growthFen: 10_000,
    next: { name: '老邻居', growthFen: 30_000 },
  })
  await buys(user.id, 20_000)
  expect(await standing()).toMatchObject({ level: 2, name: '老邻居', next: null })
  expect((await levelsNow()).map(({ level, name, users }) => [level, name, users])).toEqual([
    [1, '常客', 0],
    [2, '老邻居', 1],
  ])
  const found = await admin.get<{ items: User[] }>('/admin/users?memberLevel=2')
  expect(found.body.data.items.map(({ id }) => id)).toEqual([user.id])
})

test('an order counts once, however often it is told; a later figure only lowers it', async () => {
  const { user } = await world.logIn()
  const orderId = randomUUID()
  await buys(user.id, 5_000, orderId)
  await buys(user.id, 5_000, orderId)
  expect(await userNow(user.id)).toMatchObject({ growthFen: 5_000 })
  await buys(user.id, 3_000, orderId)
  await buys(user.id, 5_000, orderId)
  expect(await userNow(user.id)).toMatchObject({ growthFen: 3_000 })
})

test('twenty orders at once all count', async () => {
  const { user } = await world.logIn()
  await create('常客', 2_000)
  await Promise.all(Array.from({ length: 20 }, () => buys(user.id, 100)))
  expect(await userNow(user.id)).toMatchObject({ memberLevel: 1, growthFen: 2_000 })
})

test('a level that is moved or taken away regrades everybody at once, on the record', async () => {
  const { user } = await world.logIn()
  await buys(user.id, 20_000)
  const { id: low } = (await create('常客', 10_000)).body.data
  const { id: high } = (await create('老邻居', 15_000)).body.data
  expect(await userNow(user.id)).toMatchObject({ memberLevel: 2 })
  const move = (version: number) =>
    admin.put(`/admin/levels/${high}`, { name: '老邻居', growthFen: 20_001, version })
  expect((await move(1)).status).toBe(200)
  expect(await userNow(user.id)).toMatchObject({ memberLevel: 1 })
  expect((await move(1)).body.code).toBe(1005)
  expect((await admin.delete(`/admin/levels/${low}`)).status).toBe(200)
  expect(await userNow(user.id)).toMatchObject({ memberLevel: 0 })
  expect((await admin.delete(`/admin/levels/${low}`)).body.code).toBe(1165)
  const lines = await world.database.query<{ action: string; details: { regraded: number } }>(
    `select action, details from audit_logs where target_id = any($1) order by action`,
    [[low, high]],
  )
  expect(lines.map(({ action, details }) => [action, details.regraded >= 1])).toEqual([
    ['level.create', true],
    ['level.create', true],
    ['level.delete', true],
    ['level.update', true],
  ])
})

test('the audit sees growth and levels that follow from nothing', async () => {
  const { user } = await world.logIn()
  await create('常客', 10_000)
  await buys(user.id, 10_000)
  const found = () =>
    world.database.query('select rule, is_now::integer, should_be::integer from user_audit order by rule')
  expect(await found()).toEqual([])
  await world.database.query('update users set growth_fen = 1 where id = $1', [user.id])
  expect(await found()).toEqual([
    { rule: 'user.growth', is_now: 1, should_be: 10_000 },
    { rule: 'user.level', is_now: 1, should_be: 0 },
  ])
})

test('two levels share neither name nor threshold; there are nine at most; others may not change them', async () => {
  await create('常客', 10_000)
  expect((await create(' 常客 ', 20_000)).body.code).toBe(1166)
  expect((await create('老邻居', 10_000)).body.code).toBe(1166)
  const { id: other } = (await create('老邻居', 20_000)).body.data
  const stolen = await admin.put(`/admin/levels/${other}`, { name: '常客', growthFen: 20_000, version: 1 })
  expect(stolen.body.code).toBe(1166)
  for (let n = 3; n <= 9; n += 1) expect((await create(`等级${n}`, n * 100_000)).status).toBe(201)
  expect((await create('太多', 1)).body.code).toBe(1167)
  expect((await create('零', 0)).status).toBe(400)
  const reader = await clientWith('READER', 'user:read')
  expect((await reader.post('/admin/levels', { name: '不行', growthFen: 1 })).status).toBe(403)
  expect(await levelsNow()).toHaveLength(9)
})
