import { inTransaction } from '@linli/events'
import { UserDeleted } from '@linli/proto/user'
import { eventually } from '@linli/testing'
import { beforeEach, expect, test } from 'vitest'
import { eraseLeftAccounts } from '../src/deletions/deletion.jobs.ts'
import type { Work } from '../src/deps.ts'
import { changeUserStatus } from '../src/users/change-user-status.ts'
import { INSIDE, open, startWorld } from './support/world.ts'

const world = await startWorld()
const { database, deps } = world
const DAY_MS = 86_400_000

const PATH = '/users/me/deletion-requests'
type Deletion = {
  coolOffDays: number
  pending: { requestedAt: string; eraseAt: string } | null
  obligations: object
}

const afterDays = (days: number) => {
  const at = new Date(deps.clock.now().getTime() + days * DAY_MS)
  return eraseLeftAccounts.run({ ...deps, clock: { now: () => at } })
}
const statusOf = async (id: string) =>
  (await database.query<{ status: string }>('select status from users where id = $1', [id]))[0]?.status

beforeEach(async () => {
  open.clear()
  await database.query(`delete from deletion_requests`)
})

test('an account with something open cannot be deleted, and its owner is told what that is', async () => {
  const { client, user } = await world.logIn()
  open.set(user.id, { undelivered: 2, openRefunds: 1 })
  const obligations = { unpaid: 0, undelivered: 2, refunding: 0, openPayments: 1, leading: 0 }
  expect((await client.get<Deletion>(PATH)).body.data).toEqual({
    coolOffDays: 15,
    pending: null,
    obligations,
  })
  expect(await client.post(PATH)).toMatchObject({
    status: 422,
    body: { code: 1149, data: obligations },
  })
  expect(await statusOf(user.id)).toBe('ACTIVE')
})

test('a request may be thought over for fifteen days: one signs in as before, and stays', async () => {
  const { client, user } = await world.logIn('oLeaving')
  const asked = await client.post<Deletion>(PATH)
  expect(asked.status).toBe(201)
  const { requestedAt, eraseAt } = asked.body.data.pending ?? { requestedAt: '', eraseAt: '' }
  expect(Date.parse(eraseAt) - Date.parse(requestedAt)).toBe(15 * DAY_MS)
  expect(await client.post(PATH)).toMatchObject({ status: 409, body: { code: 1004 } })
  expect(await statusOf(user.id)).toBe('LEAVING')
  const again = await world.logIn('oLeaving')
  expect((await again.client.get<Deletion>(PATH)).body.data.pending).toMatchObject({ eraseAt })
  expect((await again.client.delete(PATH)).status).toBe(200)
  expect(await afterDays(16)).toBe(0)
  expect(await statusOf(user.id)).toBe('ACTIVE')
  expect(await again.client.delete(PATH)).toMatchObject({ status: 409, body: { code: 1004 } })
})

test('afterwards nothing tells who it was, tokens are dead, others are told, and the same WeChat is somebody new', async () => {
  const openid = 'oForgotten'
  const { client, user } = await world.logIn(openid)
  await client.put('/users/me', {
    version: 1,
    nickname: '小满妈妈',
    birthday: '1990-05-01',
    gender: 'FEMALE',
  })
  await client.post('/users/me/consents', { document: 'PRIVACY', version: '2026-01' })
  await client.put('/users/me/phone', {
    code: world.simulator.control.phoneCode({ phone: '13812340001' }).code,
  })
  const address = {
    ...{
      recipientName: '陈小曦',
      phone: '13812340001',
      province: '浙江省',
      city: '杭州市',
      district: '滨江区',
    },
    ...{ street: '长河街道', detail: '3 幢 502', label: '家', isDefault: true, ...INSIDE },
  }
  expect((await client.post('/addresses', address)).status).toBe(201)
  await client.post(PATH)
  expect(await afterDays(14)).toBe(0)
  expect(await afterDays(16)).toBe(1)

  const [row] = await database.query('select * from users where id = $1', [user.id])
  expect(row).toMatchObject({
    ...{ status: 'DELETED', nickname: '已注销用户', avatar_url: '', gender: 'UNKNOWN', birthday: null },
    ...{ phone_sealed: null, phone_index: null, identity_sealed: null, unionid: null, community_id: null },
  })
  const count = (table: string) =>
    database.query(`select 1 from ${table} where user_id = $1`, [user.id]).then(({ length }) => length)
  expect(await count('addresses')).toBe(0)
  expect(await count('wechat_identities')).toBe(0)
  expect(await count('consents')).toBe(1)
  await eventually(async () => expect((await client.get('/users/me')).status).toBe(401))
  const told = (await world.published(UserDeleted)).filter(({ message }) => message.userId === user.id)
  expect(told).toHaveLength(1)

  const anew = await world.logIn(openid)
  expect(anew).toMatchObject({ isNew: true })
  expect(anew.user.id).not.toBe(user.id)
  await anew.client.post('/users/me/consents', { document: 'PRIVACY', version: '2026-01' })
  const code = world.simulator.control.phoneCode({ phone: '13812340001' }).code
  expect((await anew.client.put('/users/me/phone', { code })).status).toBe(200)
})

test('something that came up during the cool-off puts the end off until it is over', async () => {
  const { client, user } = await world.logIn()
  await client.post(PATH)
  open.set(user.id, { undelivered: 1 })
  expect(await afterDays(16)).toBe(0)
  expect(await statusOf(user.id)).toBe('LEAVING')
  open.clear()
  expect(await afterDays(16)).toBe(0)
  expect(await afterDays(17)).toBe(1)
  expect(await statusOf(user.id)).toBe('DELETED')
})

test('a ban ends the leaving: who is banned is not forgotten', async () => {
  const { client, user } = await world.logIn()
  await client.post(PATH)
  const origin = { actorType: 'system', actorId: null, merchantId: null, ip: null, traceId: null } as const
  const ban = { userId: user.id, event: 'disable', reason: '刷单', until: null, origin } as const
  await inTransaction(deps, (work: Work) => changeUserStatus(work, { ...ban, announce: deps.announce }))
  expect(await afterDays(16)).toBe(0)
  expect(await statusOf(user.id)).toBe('DISABLED')
})

test('nobody is let go while nobody can say what is open', async () => {
  const alone = await startWorld({ peers: {} })
  const { client, user } = await alone.logIn()
  expect(await client.post(PATH)).toMatchObject({ status: 503, body: { code: 1902 } })
  const rows = await alone.database.query<{ status: string }>('select status from users where id = $1', [
    user.id,
  ])
  expect(rows).toEqual([{ status: 'ACTIVE' }])
})

test('ten requests at once make one', async () => {
  const { client, user } = await world.logIn()
  const answers = await Promise.all(Array.from({ length: 8 }, () => client.post(PATH)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(await database.query('select 1 from deletion_requests where user_id = $1', [user.id])).toHaveLength(
    1,
  )
})
