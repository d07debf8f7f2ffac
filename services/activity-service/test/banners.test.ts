import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { communityId, startActivity } from './builders.ts'

const service = await startActivity()
const { as } = service
const admin = await as.admin({ permissions: ['activity:read', 'activity:write'] })
const visitor = as.anonymous()

type Banner = { id: string; title: string; link: string; version: number; enabled: boolean }

const body = (some: object = {}) => ({
  position: 'home',
  title: '周末鲜果节',
  subtitle: '当季水果低至五折',
  caption: 'LIGHT',
  imageUrl: 'https://oss.example.com/banners/fruit.png',
  link: '/coupons',
  sort: 10,
  ...some,
})
const create = async (some: object = {}) => (await admin.post<Banner>('/admin/banners', body(some))).body.data
const titlesAt = async (query = '') =>
  (await visitor.get<{ items: Banner[] }>(`/banners?position=home${query}`)).body.data.items.map(
    ({ title }) => title,
  )
const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

test('a page shows what is on, in its order, at its time and in its place', async () => {
  await create({ title: 'second', sort: 20 })
  await create({ title: 'first', sort: 1 })
  await create({ title: 'off', enabled: false })
  await create({ title: 'over', startsAt: at(-2), endsAt: at(-1) })
  await create({ title: 'to come', startsAt: at(1), endsAt: at(2) })
  await create({ title: 'here', sort: 5, communityIds: [communityId] })
  expect(await titlesAt()).toEqual(['first', 'second'])
  expect(await titlesAt(`&communityId=${communityId}`)).toEqual(['first', 'here', 'second'])
  expect(await titlesAt(`&communityId=${randomUUID()}`)).toEqual(['first', 'second'])
})

test('a change is seen with the next view, although what is shown is remembered for an hour', async () => {
  const banner = await create({ title: 'before', sort: 900 })
  expect(await titlesAt()).toContain('before')
  const edit = (some: object) => admin.put<Banner>(`/admin/banners/${banner.id}`, body(some))
  expect((await edit({ title: 'after', sort: 900, version: 1 })).body.data).toMatchObject({ version: 2 })
  expect(await titlesAt()).toContain('after')
  expect(await edit({ title: 'late', version: 1 })).toMatchObject({ status: 409, body: { code: 1005 } })
  expect((await admin.delete(`/admin/banners/${banner.id}`)).status).toBe(200)
  expect(await titlesAt()).not.toContain('after')
  expect(await admin.delete(`/admin/banners/${banner.id}`)).toMatchObject({
    status: 404,
    body: { code: 1741 },
  })
  expect(await edit({ version: 2 })).toMatchObject({ status: 404, body: { code: 1741 } })
})

test('a picture leads nowhere but into the mini-program, and ends after it begins', async () => {
  const refused = async (some: object) => (await admin.post('/admin/banners', body(some))).body.code
  for (const link of [
    'https://evil.example.com',
    '//evil.example.com',
    '/products/7',
    'javascript:alert(1)',
    '/orders',
  ])
    expect(await refused({ link }), link).toBe(1001)
  for (const link of [
    '',
    '/coupons',
    `/products/${randomUUID()}`,
    `/categories/${randomUUID()}`,
    '/searches/草莓',
  ])
    expect((await create({ link, enabled: false })).link).toBe(link)
  const same = at(1)
  expect(await refused({ startsAt: same, endsAt: same })).toBe(1744)
  expect(await refused({ imageUrl: 'data:image/svg+xml,x' })).toBe(1001)
  const table = await admin.get<{ items: Banner[]; total: number }>('/admin/banners?pageSize=100')
  expect(table.body.data.items.length).toBe(table.body.data.total)
})

test('without Redis a page still shows what is on', async () => {
  await create({ title: 'always there', sort: 901 })
  service.deps.redis.disconnect()
  expect(await titlesAt()).toContain('always there')
  await service.deps.redis.connect()
})
