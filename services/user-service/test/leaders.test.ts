import { randomUUID } from 'node:crypto'
import { inTransaction } from '@linli/events'
import { LeaderStatus, LeaderStatusChanged } from '@linli/proto/user'
import { expect, test } from 'vitest'
import { eraseLeftAccounts } from '../src/deletions/deletion.jobs.ts'
import type { Work } from '../src/deps.ts'
import { rotatePersonalData } from '../src/personal-data/rotate-personal-data.ts'
import { anAdmin, clientOf } from './support/staff.ts'
import { COMMUNITY, portraits, startWorld } from './support/world.ts'

const world = await startWorld()
const { database, deps } = world
const MINE = '/leader-applications'
const PHONE = '13800138333'
const ADDRESS = '3 幢 101 室车库'
const COOL_OFF_MS = 15 * 86_400_000

type Application = { id: string; status: string; reason: string | null; contactPhoneMasked: string }
type Leader = { id: string; userId: string; status: string; version: number }
type Detail = Leader & { pickupAddress: string; photoUrls: string[]; steps: object[] }

const clientWith = async (role: string, ...permissions: string[]) => {
  const { id, login } = await anAdmin(world, { role, permissions })
  return { id, client: (await clientOf(world, { audience: 'admin', login })).client }
}
const { id: auditorId, client: auditor } = await clientWith('AUDITOR', 'leader:read', 'leader:audit')

const applicant = async () => {
  const { user, client } = await world.logIn()
  const photoKey = `portraits/${user.id}/${randomUUID()}.jpg`
  portraits.set(photoKey, { userId: user.id })
  const application = {
    communityId: COMMUNITY,
    contactName: '林小满',
    contactPhone: PHONE,
    pickupAddress: ADDRESS,
    introduction: ' 全职在家 ',
    photoKeys: [photoKey],
  }
  return { userId: user.id, client, application }
}
const applied = async () => {
  const { userId, client, application } = await applicant()
  const answer = await client.post<Application>(MINE, application)
  expect(answer.status).toBe(201)
  return { userId, client, application, id: answer.body.data.id }
}
const detail = async (id: string) => (await auditor.get<Detail>(`/admin/leaders/${id}`)).body.data
const decide = (id: string, decision: string, version = 1) =>
  auditor.post<Detail>(`/admin/leaders/${id}/audits`, { decision, reason: '已上门看过', version })
const put = (id: string, status: string) =>
  auditor.put<Detail>(`/admin/leaders/${id}/status`, { status, reason: '培训完成' })
const told = async (id: string) =>
  (await world.published(LeaderStatusChanged))
    .map(({ message }) => message)
    .filter(({ leaderId }) => leaderId === id)

test('who applies is approved once, by one of two at the same time, and then begins', async () => {
  const { id, client, userId } = await applied()
  const both = await Promise.all([decide(id, 'approve'), decide(id, 'approve')])
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect((await client.get<{ items: Application[] }>(MINE)).body.data.items).toMatchObject([
    { id, status: 'APPROVED', reason: null, contactPhoneMasked: '138****8333' },
  ])
  expect(await put(id, 'ACTIVE')).toMatchObject({
    status: 200,
    body: { data: { status: 'ACTIVE', version: 3 } },
  })
  expect(await detail(id)).toMatchObject({
    userId,
    pickupAddress: ADDRESS,
    contactNameMasked: '林**',
    introduction: '全职在家',
    steps: [
      { event: 'approve', status: 'APPROVED', actorId: auditorId },
      { event: 'activate', status: 'ACTIVE', reason: '培训完成' },
    ],
  })
  expect(await told(id)).toMatchObject([
    { userId, communityId: COMMUNITY, status: LeaderStatus.APPROVED, version: 2 },
    { status: LeaderStatus.ACTIVE, version: 3 },
  ])
})

test('one has one application at a time, also from two phones at once; who was turned down applies anew', async () => {
  const { client, application } = await applicant()
  const both = await Promise.all([client.post(MINE, application), client.post(MINE, application)])
  expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409])
  expect((await client.post(MINE, application)).body.code).toBe(1169)
  const [first] = (await client.get<{ items: Application[] }>(MINE)).body.data.items
  expect((await decide(first?.id ?? '', 'reject')).status).toBe(200)
  expect((await client.post(MINE, application)).status).toBe(201)
  expect((await client.get<{ items: Application[] }>(MINE)).body.data.items).toMatchObject([
    { status: 'APPLIED', reason: null },
    { status: 'REJECTED', reason: '已上门看过' },
  ])
})

test('an application shows a place by pictures that its owner has uploaded', async () => {
  const { client, application, userId } = await applicant()
  const other = await applicant()
  const stolen = { ...application, photoKeys: other.application.photoKeys }
  expect((await client.post(MINE, stolen)).body.code).toBe(1170)
  const [photoKey = ''] = application.photoKeys
  portraits.set(photoKey, { userId, refusal: 'content' })
  expect((await client.post(MINE, application)).body.code).toBe(1170)
  expect((await client.post(MINE, { ...application, photoKeys: [] })).status).toBe(400)
  expect((await client.post(MINE, { ...application, contactPhone: '12345' })).status).toBe(400)
  expect((await client.get<{ items: Application[] }>(MINE)).body.data.items).toEqual([])
})

test('steps that do not follow change nothing, and are not told', async () => {
  const { id } = await applied()
  expect((await put(id, 'ACTIVE')).status).toBe(409)
  expect((await put(id, 'SUSPENDED')).status).toBe(409)
  expect((await decide(id, 'approve', 7)).status).toBe(409)
  expect((await decide(id, 'reject')).status).toBe(200)
  expect((await decide(id, 'approve', 2)).status).toBe(409)
  expect(await told(id)).toMatchObject([{ status: LeaderStatus.REJECTED }])
  expect((await decide(randomUUID(), 'approve')).body.code).toBe(1168)
})

test('a leader is suspended and goes on', async () => {
  const { id } = await applied()
  await decide(id, 'approve')
  await put(id, 'ACTIVE')
  expect((await put(id, 'SUSPENDED')).body.data.status).toBe('SUSPENDED')
  expect((await put(id, 'SUSPENDED')).status).toBe(409)
  expect((await put(id, 'ACTIVE')).body.data.status).toBe('ACTIVE')
  const actions = await database.query<{ action: string }>(
    'select action from audit_logs where target_id = $1 order by at, id',
    [id],
  )
  expect(actions.map(({ action }) => action)).toEqual([
    'leader.audit',
    ...Array.from({ length: 3 }, () => 'leader.status.change'),
  ])
})

test('the list is filtered by state and place; who may only read decides nothing, who may not sees nothing', async () => {
  const { id } = await applied()
  const { client: reader } = await clientWith('READER', 'leader:read')
  const { client: stranger } = await clientWith('STRANGER', 'user:read')
  const ids = async (query: string) =>
    (await reader.get<{ items: Leader[] }>(`/admin/leaders?pageSize=100&${query}`)).body.data.items.map(
      (leader) => leader.id,
    )
  expect(await ids('status=APPLIED')).toContain(id)
  expect(await ids('status=ACTIVE')).not.toContain(id)
  expect(await ids(`communityId=${COMMUNITY}`)).toContain(id)
  expect(await ids(`communityId=${randomUUID()}`)).toEqual([])
  expect(JSON.stringify((await reader.get('/admin/leaders')).body)).not.toContain(PHONE)
  const audit = { decision: 'approve', reason: '看过了', version: 1 }
  expect((await reader.post(`/admin/leaders/${id}/audits`, audit)).status).toBe(403)
  expect((await stranger.get(`/admin/leaders/${id}`)).status).toBe(403)
  const { client } = await world.logIn()
  expect((await client.get(`/admin/leaders/${id}`)).status).toBe(401)
})

test('whom to call is shown for a reason, which is recorded', async () => {
  const { id, userId } = await applied()
  const path = `/admin/leaders/${id}/pii-reveals`
  expect((await auditor.post(path, { reason: '约看场地' })).status).toBe(403)
  const { client } = await clientWith('CALLER', 'user:pii:reveal')
  expect((await client.post(path, { reason: '看' })).status).toBe(400)
  expect((await client.post(path, { reason: '约看场地' })).body.data).toEqual({
    contactName: '林小满',
    contactPhone: PHONE,
  })
  const logs = await database.query<{ details: object }>(
    `select details from audit_logs where target_id = $1 and action = 'user.pii.reveal'`,
    [userId],
  )
  expect(logs).toEqual([{ details: { field: 'LEADER', reason: '约看场地' } }])
})

test('a leader hands over before the account is deleted; one who only applied may go', async () => {
  const { id, client, application } = await applied()
  await decide(id, 'approve')
  expect(await client.post('/users/me/deletion-requests')).toMatchObject({
    status: 422,
    body: { code: 1149, data: { leading: 1 } },
  })
  expect((await put(id, 'QUIT')).body.data.status).toBe('QUIT')
  expect((await put(id, 'ACTIVE')).status).toBe(409)
  expect((await told(id)).at(-1)).toMatchObject({ status: LeaderStatus.QUIT })
  expect((await client.post(MINE, application)).status).toBe(201)
  expect((await client.post('/users/me/deletion-requests')).status).toBe(201)
})

test('who deletes the account is no applicant any more, and nothing tells who it was', async () => {
  const { id, userId, client } = await applied()
  expect((await client.post('/users/me/deletion-requests')).status).toBe(201)
  const at = new Date(deps.clock.now().getTime() + COOL_OFF_MS + 1)
  await eraseLeftAccounts.run({ ...deps, clock: { now: () => at } })
  expect(await detail(id)).toMatchObject({
    status: 'QUIT',
    pickupAddress: '',
    photoUrls: [],
    contactNameMasked: '',
  })
  expect((await told(id)).at(-1)).toMatchObject({ userId, status: LeaderStatus.QUIT })
})

test('what they wrote is sealed, and sealed anew when the keys change', async () => {
  const { id } = await applied()
  const sealedNow = async () =>
    (await database.query<{ sealed: string }>('select sealed from leaders where id = $1', [id]))[0]?.sealed
  const before = await sealedNow()
  expect(before).not.toContain(PHONE)
  const vault = {
    ...deps.vault,
    oldKeyIds: [before?.split('.')[0] ?? ''],
    seal: (text: string) => `k2.${text}`,
  }
  await inTransaction(deps, (work: Work) => rotatePersonalData(work, { vault, limit: 1_000 }))
  expect(await sealedNow()).toBe(`k2.${deps.vault.open(before ?? '')}`)
})
