import { fakeClock } from '@linli/testing'
import { describe, expect, it } from 'vitest'
import { anAdmin, clientOf } from './support/staff.ts'
import { startWorld } from './support/world.ts'

const clock = fakeClock(new Date())
const world = await startWorld({ clock })

type Session = { id: string; openedAt: string; ip: string; userAgent: string; isCurrent: boolean }
type Sessions = { items: Session[] }

const logIn = (login: string) => clientOf(world, { audience: 'admin', login })

describe('sessions of an administrator', () => {
  it('are listed with their address, and one of them can be closed', async () => {
    const { login } = await anAdmin(world)
    const desk = await logIn(login)
    clock.advance(60_000)
    const laptop = await logIn(login)
    const { items } = (await laptop.client.get<Sessions>('/admin/admins/me/sessions')).body.data
    expect(items.map(({ isCurrent }) => isCurrent)).toEqual([true, false])
    expect(items.every(({ ip }) => ip === '127.0.0.1' || ip === '::1')).toBe(true)
    expect(items[0]?.openedAt).not.toBe(items[1]?.openedAt)

    const other = items.find(({ isCurrent }) => !isCurrent)
    expect((await laptop.client.delete(`/admin/admins/me/sessions/${other?.id}`)).status).toBe(200)
    const refreshed = (session: { refreshToken: string }) =>
      laptop.client.post('/admin/auth/tokens', { refreshToken: session.refreshToken })
    expect((await refreshed(desk.session)).status).toBe(401)
    // The one that stays gets a new access token: within a second every older one is worthless.
    clock.advance(1_000)
    expect((await laptop.client.get('/admin/admins/me')).status).toBe(401)
    expect((await refreshed(laptop.session)).status).toBe(201)
  })

  it('of somebody else are not found, whoever asks', async () => {
    const { login } = await anAdmin(world)
    const mine = await logIn(login)
    const other = await logIn((await anAdmin(world)).login)
    const { items } = (await other.client.get<Sessions>('/admin/admins/me/sessions')).body.data
    const answer = await mine.client.delete(`/admin/admins/me/sessions/${items[0]?.id}`)
    expect([answer.status, answer.body.code]).toEqual([404, 404])
    expect((await other.client.get('/admin/admins/me')).status).toBe(200)
  })

  it('end everywhere when one who may says so, and that is logged', async () => {
    const boss = await logIn((await anAdmin(world)).login)
    const target = await anAdmin(world, { role: 'CLERK_OF_SESSIONS', permissions: ['user:read'] })
    const { client, session } = await logIn(target.login)
    expect((await boss.client.delete(`/admin/admins/${target.id}/sessions`)).status).toBe(200)
    expect((await client.get('/admin/users')).status).toBe(401)
    const { refreshToken } = session
    expect((await client.post('/admin/auth/tokens', { refreshToken })).status).toBe(401)
    const logged = await world.database.query(
      `select details from audit_logs where action = 'admin.sessions.close' and target_id = $1`,
      [target.id],
    )
    expect(logged).toEqual([{ details: { sessions: 1 } }])
  })

  it('of one who may do more stay', async () => {
    const target = await anAdmin(world)
    const { client } = await logIn(target.login)
    const small = await anAdmin(world, { role: 'WRITER_OF_ADMINS', permissions: ['admin:write'] })
    const { client: smallClient } = await logIn(small.login)
    expect((await smallClient.delete(`/admin/admins/${target.id}/sessions`)).status).toBe(403)
    expect((await client.get('/admin/admins/me')).status).toBe(200)
  })
})
