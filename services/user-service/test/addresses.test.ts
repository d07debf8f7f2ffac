import { setTimeout as delay } from 'node:timers/promises'
import { connect } from '@linli/grpc'
import { DeliveryQueryDefinition } from '@linli/proto/delivery'
import { UserQueryDefinition } from '@linli/proto/user'
import { type ApiClient, fakePeer } from '@linli/testing'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { anAdmin, clientOf } from './support/staff.ts'
import { COMMUNITY, INSIDE, OUTSIDE, startWorld } from './support/world.ts'

const world = await startWorld()
const query = connect(UserQueryDefinition, world.grpcAddress, { peer: 'user' })
afterAll(() => query.close())

type View = { id: string; isDefault: boolean; version: number; phone: string; communityId: string | null }

const home = {
  recipientName: '陈小曦',
  phone: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '滨江区',
  street: '江南大道',
  detail: '3 幢 2 单元 501 室',
  ...INSIDE,
}

const add = async (client: ApiClient, more: object = {}) => {
  const answer = await client.post<View>('/addresses', { ...home, ...more })
  expect(answer.status).toBe(201)
  return answer.body.data
}
const list = async (client: ApiClient) => (await client.get<{ items: View[] }>('/addresses')).body.data.items
const defaults = async (client: ApiClient) => (await list(client)).filter(({ isDefault }) => isDefault)

describe('addresses', () => {
  it('lie in the community whose fence holds them', async () => {
    const { client } = await world.logIn()
    expect(await add(client)).toMatchObject({ communityId: COMMUNITY, isDefault: true, version: 1 })
    expect(await client.post('/addresses', { ...home, ...OUTSIDE })).toMatchObject({
      status: 422,
      body: { code: 1122 },
    })
    const { lng: _, lat: __, ...nowhere } = home
    expect((await client.post<View>('/addresses', nowhere)).body.data.communityId).toBeNull()
    expect((await client.post('/addresses', { ...nowhere, lng: 120 })).status).toBe(400)
  })

  it('are masked for staff, and shown in clear to who says why, on the record', async () => {
    const { client, user } = await world.logIn()
    const { id } = await add(client, { label: '家' })
    const path = `/admin/users/${user.id}/addresses`
    const boss = await anAdmin(world)
    const { client: admin } = await clientOf(world, { audience: 'admin', login: boss.login })
    const masked = await admin.get<{ items: object[] }>(path)
    expect(masked.body.data.items).toEqual([
      {
        id,
        recipientMasked: '陈**',
        phoneMasked: '138****8000',
        province: '浙江省',
        city: '杭州市',
        district: '滨江区',
        label: '家',
        communityId: COMMUNITY,
        isDefault: true,
      },
    ])
    const records = () =>
      world.database.query<{ actor_id: string; details: object }>(
        `select actor_id, details from audit_logs where action = 'user.pii.reveal' and target_id = $1`,
        [user.id],
      )
    expect((await admin.post(`${path}/pii-reveals`, { reason: '短' })).status).toBe(400)
    expect(await records()).toEqual([])
    const clear = await admin.post<{ items: object[] }>(`${path}/pii-reveals`, { reason: '退款寄送核对' })
    expect(clear.body.data.items).toEqual([
      {
        id,
        recipientName: '陈小曦',
        phone: '13800138000',
        fullText: '浙江省杭州市滨江区江南大道3 幢 2 单元 501 室',
      },
    ])
    expect(await records()).toEqual([
      { actor_id: boss.id, details: { field: 'ADDRESSES', reason: '退款寄送核对' } },
    ])
    expect((await client.get(path)).status).toBe(401)
  })

  it('are given to other services in clear, and only of the user asked for', async () => {
    const { client, user } = await world.logIn()
    const { id } = await add(client)
    expect(await query.getAddress({ userId: user.id, addressId: id })).toMatchObject({
      recipientName: '陈小曦',
      phone: '13800138000',
      phoneMasked: '138****8000',
      fullText: '浙江省杭州市滨江区江南大道3 幢 2 单元 501 室',
      communityId: COMMUNITY,
      ...INSIDE,
    })
    const other = await world.logIn()
    await expect(query.getAddress({ userId: other.user.id, addressId: id })).rejects.toMatchObject({
      code: 1120,
      kind: 'not_found',
    })
  })

  it('of somebody else are not found, whatever is done to them', async () => {
    const owner = await world.logIn()
    const thief = await world.logIn()
    const { id, version } = await add(owner.client)
    const missing = '01900000-0000-7000-8000-000000000000'
    for (const target of [id, missing]) {
      expect(await thief.client.get(`/addresses/${target}`)).toMatchObject({
        status: 404,
        body: { code: 1120 },
      })
      expect((await thief.client.put(`/addresses/${target}`, { ...home, version })).status).toBe(404)
      expect((await thief.client.put(`/addresses/${target}/default`)).status).toBe(404)
      expect((await thief.client.delete(`/addresses/${target}`)).status).toBe(404)
    }
    expect(await list(owner.client)).toMatchObject([{ id, isDefault: true, version }])
  })

  it('are at most twenty, also when fifty are added at once', async () => {
    const { client } = await world.logIn()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => client.post('/addresses', { ...home, isDefault: true })),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20)
    expect(answers.filter(({ body }) => body.code === 1121)).toHaveLength(30)
    expect(await list(client)).toHaveLength(20)
    expect(await defaults(client)).toHaveLength(1)
  })

  it('have exactly one default after a race for it', async () => {
    const { client } = await world.logIn()
    const made: View[] = []
    for (let i = 0; i < 5; i += 1) made.push(await add(client))
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => client.put(`/addresses/${made[i % 5]?.id}/default`)),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await defaults(client)).toHaveLength(1)
  })

  it('give the default to the newest when the default is deleted, and so on to the last', async () => {
    const { client } = await world.logIn()
    const first = await add(client)
    await add(client)
    const newest = await add(client)
    await client.delete(`/addresses/${first.id}`)
    expect(await defaults(client)).toMatchObject([{ id: newest.id }])
    const all = await list(client)
    await Promise.all(all.map(({ id }) => client.delete(`/addresses/${id}`)))
    expect(await list(client)).toEqual([])
    expect((await add(client)).isDefault).toBe(true)
  })

  it('have one default while there are any, after any sequence of changes', async () => {
    const step = fc.record({
      what: fc.constantFrom('add', 'add-default', 'mark', 'delete'),
      which: fc.nat(5),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { client } = await world.logIn()
        for (const { what, which } of steps) {
          const all = await list(client)
          const target = all[which % Math.max(1, all.length)]?.id
          if (what.startsWith('add')) await add(client, { isDefault: what === 'add-default' })
          else if (target && what === 'mark') await client.put(`/addresses/${target}/default`)
          else if (target) await client.delete(`/addresses/${target}`)
          const after = await list(client)
          expect(after.filter(({ isDefault }) => isDefault)).toHaveLength(Math.min(1, after.length))
        }
      }),
      { numRuns: 15 },
    )
  })

  it('refuse a change made on an old version', async () => {
    const { client } = await world.logIn()
    const { id, version } = await add(client)
    const changed = await client.put<View>(`/addresses/${id}`, { ...home, phone: '13900139000', version })
    expect(changed).toMatchObject({
      status: 200,
      body: { data: { phone: '13900139000', version: version + 1 } },
    })
    expect(await client.put(`/addresses/${id}`, { ...home, version })).toMatchObject({
      status: 409,
      body: { code: 1005 },
    })
  })

  it('stay as they are when the change would leave the service area', async () => {
    const { client } = await world.logIn()
    const { id, version } = await add(client)
    expect((await client.put(`/addresses/${id}`, { ...home, ...OUTSIDE, version })).status).toBe(422)
    expect((await client.get<View>(`/addresses/${id}`)).body.data.version).toBe(version)
  })

  it('are sealed in the database: name, phone, street and door are nowhere in clear', async () => {
    const { client } = await world.logIn()
    await add(client)
    const rows = await world.database.query('select * from addresses')
    const text = JSON.stringify(rows)
    for (const secret of [home.recipientName, home.phone, home.street, home.detail, '120.1979'])
      expect(text).not.toContain(secret)
  })

  it('cannot be made with fields nobody knows', async () => {
    const { client } = await world.logIn()
    expect((await client.post('/addresses', { ...home, userId: 'me' })).status).toBe(400)
    expect((await client.post('/addresses', { ...home, phone: 'call me' })).status).toBe(400)
  })
})

describe('while the delivery service does not answer', () => {
  it('an address with a place waits, one without can be kept', async () => {
    const down = await startWorld({ peers: {} })
    const { client } = await down.logIn()
    expect(await client.post('/addresses', home)).toMatchObject({ status: 503, body: { code: 1902 } })
    const { lng: _, lat: __, ...nowhere } = home
    expect((await client.post('/addresses', nowhere)).status).toBe(201)
    await down.stop()
  })

  it('a slow answer is given up after the deadline', async () => {
    const slow = fakePeer(DeliveryQueryDefinition, {
      resolveCommunity: async () => {
        await delay(1_000)
        return {}
      },
    })
    const world = await startWorld({ peers: { delivery: [slow] }, env: { GRPC_DEADLINE_MS: '300' } })
    const { client } = await world.logIn()
    await client.put('/users/me/pickup-point', INSIDE) // connects
    expect(await client.put('/users/me/pickup-point', INSIDE)).toMatchObject({
      status: 503,
      body: { code: 1901 },
    })
    await world.stop()
  })
})
