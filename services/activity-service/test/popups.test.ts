import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { aTemplate, claim, communityId, refusedUsers, startActivity } from './builders.ts'

const service = await startActivity()
const { as, database } = service
const admin = await as.admin({ permissions: ['activity:read', 'activity:write'] })

type Popup = { id: string; title: string; version: number; status: string; coupon: { name: string } | null }

const body = (some: object = {}) => ({
  name: '开业',
  title: '欢迎',
  pages: ['home'],
  frequency: 'ONCE',
  ...some,
})

async function aPopup(some: object = {}): Promise<Popup> {
  const { data } = (await admin.post<Popup>('/admin/popups', body(some))).body
  return (await admin.put<Popup>(`/admin/popups/${data.id}/status`, { status: 'ACTIVE' })).body.data
}

type Client = ReturnType<typeof as.anonymous>
const currentOf = async (client: Client, query = '') =>
  (await client.get<Popup | null>(`/popups/current?page=home${query}`)).body.data
const say = (client: Client, { id }: Pick<Popup, 'id'>, type: string) =>
  client.post(`/popups/${id}/events`, { type })

beforeEach(async () => {
  await database.query('delete from popups')
  await service.deps.popups.forget()
})

test('a page view gets the most urgent one, until it was seen as often as it may be', async () => {
  const urgent = await aPopup({ title: 'urgent', priority: 9, frequency: 'TOTAL', times: 2 })
  const daily = await aPopup({ title: 'daily', priority: 1, frequency: 'DAILY' })
  await aPopup({ title: 'elsewhere', priority: 99, pages: ['cart'] })
  const resident = await as.user(randomUUID())
  for (let n = 0; n < 2; n += 1) {
    expect(await currentOf(resident)).toMatchObject({ title: 'urgent' })
    expect((await say(resident, urgent, 'EXPOSURE')).status).toBe(201)
  }
  expect(await currentOf(resident)).toMatchObject({ title: 'daily' })
  await say(resident, daily, 'EXPOSURE')
  expect(await currentOf(resident)).toBeNull()
  expect(await currentOf(await as.user(randomUUID()))).toMatchObject({ title: 'urgent' })
})

test('what a resident has seen is in the rows: Redis may forget', async () => {
  const popup = await aPopup()
  const resident = await as.user(randomUUID())
  await say(resident, popup, 'EXPOSURE')
  await service.redis.client.flushdb()
  expect(await currentOf(resident)).toBeNull()
})

test('what another version of the service kept is not believed', async () => {
  const { id } = await aPopup({ title: 'ours' })
  const edition = await service.deps.redis.get('candidates:popups:edition')
  await service.deps.redis.set(`candidates:popups:${edition}`, JSON.stringify([{ headline: 'theirs' }]))
  const userId = randomUUID()
  const seen = { [id]: { exposures: 9, lastDay: '2999-01-01' } }
  await service.deps.redis.set(`popups:seen:${userId}`, JSON.stringify(seen))
  expect(await currentOf(await as.user(userId))).toMatchObject({ title: 'ours' })
})

test('a guest is counted and not remembered; the device says what it has shown', async () => {
  const popup = await aPopup({ title: 'guest' })
  const guest = as.anonymous()
  await say(guest, popup, 'EXPOSURE')
  expect(await currentOf(guest)).toMatchObject({ title: 'guest' })
  expect(await currentOf(guest, `&exclude=${popup.id}`)).toBeNull()
  expect(await database.query('select * from popup_viewers')).toEqual([])
})

test('it is for new or for returning residents, and for a community', async () => {
  await aPopup({ title: 'new', audience: 'NEW' })
  await aPopup({ title: 'returning', audience: 'RETURNING' })
  const returning = randomUUID()
  refusedUsers.set(returning, 'NEW_USER')
  expect(await currentOf(await as.user(randomUUID()))).toMatchObject({ title: 'new' })
  expect(await currentOf(as.anonymous())).toMatchObject({ title: 'new' })
  expect(await currentOf(await as.user(returning))).toMatchObject({ title: 'returning' })
  await aPopup({ title: 'here', priority: 9, communityIds: [communityId] })
  expect(await currentOf(as.anonymous(), `&communityId=${communityId}`)).toMatchObject({ title: 'here' })
})

test('a coupon is offered while there are some, to whoever may have another', async () => {
  const templateId = await aTemplate(database, { name: '满30减8', perUserLimit: 1, total: 2 })
  await aPopup({ couponTemplateId: templateId, frequency: 'ALWAYS' })
  const userId = randomUUID()
  const resident = await as.user(userId)
  expect(await currentOf(resident)).toMatchObject({ coupon: { name: '满30减8' } })
  expect((await claim(service, userId, templateId)).status).toBe(201)
  expect(await currentOf(resident)).toBeNull()
  expect(await currentOf(as.anonymous())).toMatchObject({ coupon: { name: '满30减8' } })
  expect((await claim(service, randomUUID(), templateId)).status).toBe(201)
  expect(await currentOf(as.anonymous())).toBeNull()
})

test('pausing is an emergency switch, and nothing is shown before it was switched on', async () => {
  const { data: draft } = (await admin.post<Popup>('/admin/popups', body())).body
  expect(draft.status).toBe('PAUSED')
  expect(await currentOf(as.anonymous())).toBeNull()
  await admin.put(`/admin/popups/${draft.id}/status`, { status: 'ACTIVE' })
  expect(await currentOf(as.anonymous())).toMatchObject({ id: draft.id })
  await admin.put(`/admin/popups/${draft.id}/status`, { status: 'PAUSED' })
  expect(await currentOf(as.anonymous())).toBeNull()
})

test('its days are counted whoever looks, fifty at once', async () => {
  const popup = await aPopup({ frequency: 'ALWAYS' })
  const resident = await as.user(randomUUID())
  await Promise.all(
    Array.from({ length: 50 }, (_, n) => say(n % 2 ? resident : as.anonymous(), popup, 'EXPOSURE')),
  )
  await say(resident, popup, 'CLICK')
  await say(as.anonymous(), popup, 'CLOSE')
  const statistics = await admin.get(`/admin/popups/${popup.id}/statistics`)
  expect(statistics.body.data).toMatchObject({ exposures: 50, clicks: 1, closes: 1, days: [{ clicks: 1 }] })
  const [seen] = await database.query<{ exposures: number }>('select exposures from popup_viewers')
  expect(seen?.exposures).toBe(25)
})

test('what makes no sense is refused and changes nothing', async () => {
  const refused = async (some: object) => (await admin.post('/admin/popups', body(some))).body.code
  expect(await refused({ frequency: 'TOTAL' })).toBe(1743)
  expect(await refused({ couponTemplateId: randomUUID() })).toBe(1711)
  expect(await refused({ link: 'https://evil.example.com' })).toBe(1001)
  expect(await refused({ pages: [] })).toBe(1001)
  expect(await database.query('select 1 from popups')).toEqual([])
  expect((await say(as.anonymous(), { id: randomUUID() }, 'CLICK')).body.code).toBe(1742)
  const popup = await aPopup()
  const edit = { ...body({ title: '新' }), version: 1 }
  expect((await admin.put(`/admin/popups/${popup.id}`, edit)).body.code).toBe(1005)
  expect((await admin.put(`/admin/popups/${popup.id}`, { ...edit, version: 2 })).body.data).toMatchObject({
    title: '新',
    status: 'ACTIVE',
  })
  expect((await admin.delete(`/admin/popups/${popup.id}`)).status).toBe(200)
  expect((await admin.get(`/admin/popups/${popup.id}`)).body.code).toBe(1742)
})
