import { connect } from '@linli/grpc'
import { MerchantSuspended, UserQueryDefinition } from '@linli/proto/user'
import { apiClient, fakeClock } from '@linli/testing'
import { afterAll, describe, expect, it } from 'vitest'
import {
  aMerchant,
  anAdmin,
  aRole,
  aStaffMember,
  clientOf,
  join,
  PASSWORD,
  tryPassword,
} from './support/staff.ts'
import { POINT, startWorld } from './support/world.ts'

const clock = fakeClock(new Date())
const world = await startWorld({ clock })
const query = connect(UserQueryDefinition, world.grpcAddress, { peer: 'user' })
afterAll(() => query.close())

const owner = async (merchantId: string) => {
  const { id, login } = await aStaffMember(world, { merchantId })
  return { id, login, ...(await clientOf(world, { audience: 'merchant', login })) }
}

type View = { id: string; version: number }

describe('staff', () => {
  it('see their profile, permissions and shops', async () => {
    const merchantId = await aMerchant(world, '禾鲜果铺')
    const { client, id } = await owner(merchantId)
    const profile = (await client.get<{ permissions: string[] }>('/merchant/users/me')).body.data
    expect(profile).toMatchObject({
      id,
      merchantId,
      allPickupPoints: true,
      shops: [{ merchantId, name: '禾鲜果铺' }],
    })
    expect(profile.permissions).toContain('staff:write')
    expect(profile.permissions).not.toContain('admin:write')
  })

  it('are bound to pickup points, as other services see', async () => {
    const merchantId = await aMerchant(world)
    const seed = {
      merchantId,
      role: 'VERIFIER',
      scope: 'PICKUP_POINT',
      permissions: ['pickup:verify'],
      pickupPointIds: [POINT],
    }
    const { id } = await aStaffMember(world, seed)
    expect(await query.getStaffScope({ staffId: id })).toMatchObject({
      merchantId,
      roles: ['VERIFIER'],
      pickupPointIds: [POINT],
      allPickupPoints: false,
      permissions: ['pickup:verify'],
      active: true,
    })
    await expect(query.getStaffScope({ staffId: merchantId })).rejects.toMatchObject({ code: 1131 })
  })

  it('are hired with a first password, changed, and dismissed within a second', async () => {
    const merchantId = await aMerchant(world)
    await aRole(world, { audience: 'merchant', code: 'CLERK', permissions: ['order:read'] })
    await aRole(world, { audience: 'merchant', code: 'COURIER', permissions: ['delivery:read'] })
    const { client } = await owner(merchantId)
    const body = {
      name: '周敏',
      login: 'Zhou.Min',
      password: PASSWORD,
      phone: '13800138111',
      roles: ['CLERK'],
      pickupPointIds: [POINT],
    }
    const hired = await client.post<View>('/merchant/staff', body)
    expect(hired).toMatchObject({
      status: 201,
      body: { data: { login: 'zhou.min', phoneMasked: '138****8111' } },
    })
    const { id, version } = hired.body.data
    expect((await tryPassword(world, { audience: 'merchant', login: 'zhou.min' })).body.code).toBe(1109)
    const newPassword = 'Battery-Staple-1'
    const clerk = await clientOf(world, { audience: 'merchant', login: 'zhou.min', more: { newPassword } })
    expect(clerk.session.permissions).toEqual(['order:read'])

    const changed = await client.put<View>(`/merchant/staff/${id}`, { version, roles: ['COURIER'] })
    expect(changed.status).toBe(200)
    clock.advance(1_000)
    expect((await clerk.client.get('/merchant/users/me')).status).toBe(401)
    const refreshed = await world.anonymous.post<{ accessToken: string }>('/merchant/auth/tokens', {
      refreshToken: clerk.session.refreshToken,
    })
    const courier = apiClient(world.url, refreshed.body.data.accessToken)
    expect(
      (await courier.get<{ permissions: string[] }>('/merchant/users/me')).body.data.permissions,
    ).toEqual(['delivery:read'])
    expect((await courier.get('/merchant/staff')).status).toBe(403)

    expect((await client.delete(`/merchant/staff/${id}`)).status).toBe(200)
    clock.advance(1_000)
    expect((await courier.get('/merchant/users/me')).status).toBe(401)
    expect(
      (await tryPassword(world, { audience: 'merchant', login: 'zhou.min', password: newPassword })).body
        .code,
    ).toBe(1104)
    expect(
      (await client.get<{ items: View[] }>('/merchant/staff')).body.data.items.map((staff) => staff.id),
    ).not.toContain(id)
  })

  it('of another shop are not found', async () => {
    const { client } = await owner(await aMerchant(world))
    const foreign = await aStaffMember(world, { merchantId: await aMerchant(world) })
    expect((await client.put(`/merchant/staff/${foreign.id}`, { version: 1, name: 'mine' })).status).toBe(404)
    expect((await client.delete(`/merchant/staff/${foreign.id}`)).status).toBe(404)
  })

  it('cannot give what they do not have, nor take a superior over', async () => {
    const merchantId = await aMerchant(world)
    const boss = await owner(merchantId)
    const permissions = ['staff:read', 'staff:write']
    const { login } = await aStaffMember(world, { merchantId, role: 'HR', permissions })
    const { client } = await clientOf(world, { audience: 'merchant', login })
    const body = { name: '新人', login: 'new.owner', password: PASSWORD, roles: ['OWNER'] }
    expect(await client.post('/merchant/staff', body)).toMatchObject({ status: 403, body: { code: 1139 } })
    const takeover = { version: 1, password: 'Battery-Staple-9' }
    expect(await client.put(`/merchant/staff/${boss.id}`, takeover)).toMatchObject({
      status: 403,
      body: { code: 1139 },
    })
  })

  it('keep an owner when two owners remove each other', async () => {
    const merchantId = await aMerchant(world)
    const [one, two] = [await owner(merchantId), await owner(merchantId)]
    const answers = await Promise.all([
      one.client.delete(`/merchant/staff/${two.id}`),
      two.client.delete(`/merchant/staff/${one.id}`),
    ])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('work in one shop at a time and switch between theirs', async () => {
    const [here, there, foreign] = [await aMerchant(world), await aMerchant(world), await aMerchant(world)]
    const { id, login, roleId } = await aStaffMember(world, { merchantId: here })
    await join(world, { staffId: id, merchantId: there, roleId })
    const { client, session } = await clientOf(world, { audience: 'merchant', login })
    expect(session.merchantId).toBe(here)
    expect((await client.put('/merchant/users/me', { merchantId: foreign })).status).toBe(404)
    const switched = await client.put<{ tokens: { accessToken: string } }>('/merchant/users/me', {
      merchantId: there,
    })
    expect(switched).toMatchObject({ status: 200, body: { data: { merchantId: there } } })
    clock.advance(1_000)
    expect((await client.get('/merchant/users/me')).status).toBe(401)
    const moved = apiClient(world.url, switched.body.data.tokens.accessToken)
    expect((await moved.get<{ merchantId: string }>('/merchant/users/me')).body.data.merchantId).toBe(there)
    expect(await query.getStaffScope({ staffId: id })).toMatchObject({ merchantId: there })
  })
})

describe('a shop', () => {
  it('is suspended by the platform, which everybody is told, and resumed', async () => {
    const merchantId = await aMerchant(world)
    const { login, id } = await anAdmin(world)
    const { client } = await clientOf(world, { audience: 'admin', login })
    expect(await query.getMerchant({ merchantId })).toMatchObject({ status: 'APPROVED', open: true })
    const body = { status: 'SUSPENDED', reason: '资质过期' }
    expect((await client.put(`/admin/merchants/${merchantId}/status`, body)).status).toBe(200)
    expect(await client.put(`/admin/merchants/${merchantId}/status`, body)).toMatchObject({ status: 409 })
    expect(await query.getMerchant({ merchantId })).toMatchObject({ status: 'SUSPENDED', open: false })
    const events = (await world.published(MerchantSuspended)).filter(
      ({ aggregateId }) => aggregateId === merchantId,
    )
    expect(events.map(({ message }) => message)).toMatchObject([
      { merchantId, reason: '资质过期', operatorId: id },
    ])
    expect(
      (await client.put(`/admin/merchants/${merchantId}/status`, { ...body, status: 'APPROVED' })).status,
    ).toBe(200)
    const { missingIds, merchants } = await query.batchGetMerchants({ merchantIds: [merchantId, id] })
    expect({ missingIds, open: merchants.map(({ open }) => open) }).toEqual({
      missingIds: [id],
      open: [true],
    })
  })
})
