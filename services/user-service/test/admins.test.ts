import { connect } from '@linli/grpc'
import { UserDisabled, UserQueryDefinition } from '@linli/proto/user'
import { fakeClock } from '@linli/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { anAdmin, clientOf, PASSWORD, tryPassword } from './support/staff.ts'
import { startWorld } from './support/world.ts'

const clock = fakeClock(new Date())
const world = await startWorld({ clock })
const query = connect(UserQueryDefinition, world.grpcAddress, { peer: 'user' })
afterAll(() => query.close())

const superAdmin = async () => {
  const { id, login } = await anAdmin(world)
  return { id, login, ...(await clientOf(world, { audience: 'admin', login })) }
}

type View = { id: string; version: number }

describe('administrators', () => {
  it('keep one super administrator when the last two remove each other', async () => {
    await world.database.query(`update admins set status = 'REMOVED'`)
    const [one, two] = [await superAdmin(), await superAdmin()]
    const answers = await Promise.all([
      one.client.delete(`/admin/admins/${two.id}`),
      two.client.delete(`/admin/admins/${one.id}`),
    ])
    // The slower one is told that it is the last, or, when the other was done before it was let in, that it is out.
    const codes = answers.map(({ body }) => body.code)
    expect(codes.filter((code) => code === 200)).toHaveLength(1)
    expect([1141, 401]).toContain(codes.find((code) => code !== 200))
    const left = await world.database.query(`select 1 from admins where status = 'ACTIVE'`)
    expect(left).toHaveLength(1)
  })

  it('cannot demote the last super administrator', async () => {
    await world.database.query(`update admins set status = 'REMOVED'`)
    const { client, id } = await superAdmin()
    await client.post('/admin/roles', {
      audience: 'admin',
      code: 'LOOKER',
      name: '只读',
      scope: 'ALL',
      permissions: ['user:read'],
    })
    expect((await client.put(`/admin/admins/${id}`, { version: 1, roles: ['LOOKER'] })).body.code).toBe(1141)
    expect((await client.put(`/admin/admins/${id}`, { version: 1, status: 'DISABLED' })).body.code).toBe(1143)
  })

  it('are made with a first password and lose their powers within a second', async () => {
    const boss = await superAdmin()
    const role = {
      audience: 'admin',
      code: 'SUPPORT',
      name: '客服',
      scope: 'ALL',
      permissions: ['user:read', 'role:read'],
    }
    const roleId = (await boss.client.post<View>('/admin/roles', role)).body.data.id
    const made = await boss.client.post<View>('/admin/admins', {
      login: 'Kefu',
      name: '客服',
      password: PASSWORD,
      roles: ['SUPPORT'],
    })
    expect(made.status).toBe(201)
    const newPassword = 'Battery-Staple-1'
    const { client, session } = await clientOf(world, {
      audience: 'admin',
      login: 'kefu',
      more: { newPassword },
    })
    expect(session.permissions).toEqual(['role:read', 'user:read'])
    expect((await client.get('/admin/users')).status).toBe(200)
    expect((await client.get('/admin/admins')).status).toBe(403)
    expect((await client.get('/admin/permissions')).status).toBe(200)

    const smaller = { version: 1, name: '客服', scope: 'ALL', permissions: ['user:read'] }
    expect((await boss.client.put(`/admin/roles/${roleId}`, smaller)).status).toBe(200)
    clock.advance(1_000)
    expect((await client.get('/admin/users')).status).toBe(401)
    expect((await boss.client.delete(`/admin/roles/${roleId}`)).body.code).toBe(1136)
    const { id } = made.body.data
    expect((await boss.client.delete(`/admin/admins/${id}`)).status).toBe(200)
    expect(
      (await tryPassword(world, { audience: 'admin', login: 'kefu', password: newPassword })).body.code,
    ).toBe(1104)
  })

  it('cannot rise by roles they may write, nor take a superior over', async () => {
    const boss = await superAdmin()
    const { login } = await anAdmin(world, {
      role: 'HR',
      permissions: ['admin:write', 'role:write', 'role:read'],
    })
    const { client } = await clientOf(world, { audience: 'admin', login })
    const role = {
      audience: 'admin',
      code: 'GOD',
      name: '上帝',
      scope: 'ALL',
      permissions: ['points:adjust'],
    }
    expect((await client.post('/admin/roles', role)).body.code).toBe(1139)
    expect(
      (await client.put(`/admin/admins/${boss.id}`, { version: 1, password: 'Battery-Staple-9' })).body.code,
    ).toBe(1139)
    const body = { login: 'puppet', name: '傀儡', password: PASSWORD, roles: ['SUPER_ADMIN'] }
    expect((await client.post('/admin/admins', body)).body.code).toBe(1139)
  })

  it('may not invent permissions or edit built-in roles', async () => {
    const { client } = await superAdmin()
    const role = { audience: 'admin', code: 'ODD', name: '怪', scope: 'ALL', permissions: ['order:teleport'] }
    expect((await client.post('/admin/roles', role)).body.code).toBe(1138)
    const { items } = (await client.get<{ items: (View & { code: string })[] }>('/admin/roles')).body.data
    const builtIn = items.find(({ code }) => code === 'SUPER_ADMIN')
    const change = { version: 1, name: '超管', scope: 'ALL', permissions: [] }
    expect((await client.put(`/admin/roles/${builtIn?.id}`, change)).body.code).toBe(1135)
    expect((await client.delete(`/admin/roles/${builtIn?.id}`)).body.code).toBe(1135)
  })
})

describe('residents, seen by the platform', () => {
  const withPhone = async () => {
    const resident = await world.logIn()
    const { vault } = world.deps
    const phone = `138${String(Math.trunc(performance.now() * 1000))
      .slice(-8)
      .padStart(8, '0')}`
    await world.database.query('update users set phone_sealed = $2, phone_index = $3 where id = $1', [
      resident.user.id,
      vault.seal(phone),
      vault.index(phone),
    ])
    return { ...resident, phone }
  }

  it('are masked, found by phone, and revealed only with a reason on record', async () => {
    const boss = await superAdmin()
    const { user, phone } = await withPhone()
    const found = await boss.client.get<{ items: { id: string; phoneMasked: string }[]; total: number }>(
      `/admin/users?phone=${phone}`,
    )
    expect(found.body.data).toMatchObject({ total: 1, items: [{ id: user.id }] })
    expect(JSON.stringify(found.body)).not.toContain(phone)
    const revealed = await boss.client.post(`/admin/users/${user.id}/pii-reveals`, {
      field: 'PHONE',
      reason: '用户投诉核实',
    })
    expect(revealed.body.data).toEqual({ phone })
    const log = await world.database.query<{ actor_id: string; details: object }>(
      `select actor_id, details from audit_logs where action = 'user.pii.reveal' and target_id = $1`,
      [user.id],
    )
    expect(log).toEqual([{ actor_id: boss.id, details: { field: 'PHONE', reason: '用户投诉核实' } }])
    expect(await query.getUser({ userId: user.id })).toMatchObject({ phone })
    const { users } = await query.batchGetUsers({ userIds: [user.id] })
    expect(users).toMatchObject([{ phone: '', phoneMasked: `${phone.slice(0, 3)}****${phone.slice(-4)}` }])
  })

  it('are banned within a second, told to everybody, and may come back', async () => {
    const boss = await superAdmin()
    const { client, user, refreshToken } = await world.logIn('oBanned')
    expect((await client.get('/users/me')).status).toBe(200)
    const until = new Date(clock.now().getTime() + 3_600_000).toISOString()
    const ban = { status: 'DISABLED', reason: '恶意刷单', until }
    expect((await boss.client.put(`/admin/users/${user.id}/status`, ban)).status).toBe(200)
    clock.advance(1_000)
    expect((await client.get('/users/me')).status).toBe(401)
    expect((await world.anonymous.post('/auth/tokens', { refreshToken })).status).toBe(401)
    const again = await world.anonymous.post('/auth/wechat-sessions', { code: world.codeFor('oBanned') })
    expect(again).toMatchObject({ status: 403, body: { code: 1104 } })
    expect(await query.checkUserEligibility({ userId: user.id, kind: 'ORDER' })).toMatchObject({
      eligible: false,
      reason: 'DISABLED',
    })
    const events = (await world.published(UserDisabled)).filter(({ aggregateId }) => aggregateId === user.id)
    expect(events.map(({ message }) => message)).toMatchObject([{ reason: '恶意刷单', operatorId: boss.id }])
    expect(
      (await boss.client.put(`/admin/users/${user.id}/status`, { status: 'ACTIVE', reason: '申诉通过' }))
        .status,
    ).toBe(200)
    expect((await world.logIn('oBanned')).user.id).toBe(user.id)
  })
})

describe('the audit log', () => {
  it('can be searched, and not be rewritten', async () => {
    const boss = await superAdmin()
    const { user } = await world.logIn()
    await boss.client.put(`/admin/users/${user.id}/status`, { status: 'DISABLED', reason: '测试封禁' })
    const found = await boss.client.get<{ items: { action: string; actorId: string }[] }>(
      `/admin/audit-logs?targetId=${user.id}`,
    )
    expect(found.body.data.items).toMatchObject([{ action: 'user.status.change', actorId: boss.id }])
    const logins = await boss.client.get<{ items: { method: string }[] }>(
      `/admin/login-logs?subjectId=${user.id}`,
    )
    expect(logins.body.data.items).toMatchObject([{ method: 'WECHAT', outcome: 'SUCCEEDED' }])
    for (const table of ['audit_logs', 'login_logs']) {
      await expect(world.database.query(`update ${table} set ip = 'x'`)).rejects.toThrow(/permission denied/)
      await expect(world.database.query(`delete from ${table}`)).rejects.toThrow(/permission denied/)
      await expect(world.database.query(`truncate ${table}`)).rejects.toThrow(/permission denied/)
    }
  })

  it('forgets after 180 days, and nothing earlier', async () => {
    const insert = `insert into login_logs (id, at, audience, method, outcome, ip)
                    values (gen_random_uuid(), now() - $1::interval, 'user', 'WECHAT', 'SUCCEEDED', 'old')`
    await world.database.query(insert, ['181 days'])
    await world.database.query(insert, ['179 days'])
    const [row] = await world.database.query<{ forgotten: number }>('select forget_old_logs() as forgotten')
    expect(row?.forgotten).toBe(1)
    expect(await world.database.query(`select 1 from login_logs where ip = 'old'`)).toHaveLength(1)
  })
})
