import { connect } from '@linli/grpc'
import { UserQueryDefinition } from '@linli/proto/user'
import { publishTokenVersion } from '@linli/service'
import { apiClient, aToken, eventually, fakeClock, testKeys } from '@linli/testing'
import { importJWK, SignJWT } from 'jose'
import { afterAll, describe, expect, it } from 'vitest'
import { type Session, startWorld } from './support/world.ts'

type Secret = Parameters<SignJWT['sign']>[0]

const clock = fakeClock(new Date())
const world = await startWorld({ clock })
const query = connect(UserQueryDefinition, world.grpcAddress, { peer: 'user' })
afterAll(() => query.close())

const refresh = (refreshToken: string) => world.anonymous.post<Session>('/auth/tokens', { refreshToken })
const family = (userId: string) =>
  world.database.query<{ revoked_reason: string | null }>(
    'select revoked_reason from token_families where subject_id = $1',
    [userId],
  )

describe('refresh tokens', () => {
  it('rotate: the next pair works and the old access token goes on until it ends', async () => {
    const { refreshToken, client, user } = await world.logIn()
    const next = await refresh(refreshToken)
    expect(next.status).toBe(201)
    expect(next.body.data.refreshToken).not.toBe(refreshToken)
    const fresh = apiClient(world.url, next.body.data.accessToken)
    expect((await fresh.get<{ id: string }>('/users/me')).body.data.id).toBe(user.id)
    expect((await client.get('/users/me')).status).toBe(200)
  })

  it('T9 give the same pair to parallel refreshes of one token', async () => {
    const { refreshToken } = await world.logIn()
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(refreshToken)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201))
    expect(new Set(answers.map(({ body }) => body.data.refreshToken)).size).toBe(1)
    expect(new Set(answers.map(({ body }) => body.data.accessToken)).size).toBe(1)
  })

  it('T9 used again after the grace end the whole family, access tokens included', async () => {
    const { refreshToken, user } = await world.logIn()
    const next = (await refresh(refreshToken)).body.data
    clock.advance(11_000)
    expect(await refresh(refreshToken)).toMatchObject({ status: 401, body: { code: 1113 } })
    expect((await refresh(next.refreshToken)).status).toBe(401)
    expect(await family(user.id)).toEqual([{ revoked_reason: 'REUSED' }])
    clock.advance(1_000)
    expect((await apiClient(world.url, next.accessToken).get('/users/me')).status).toBe(401)
    const logged = await world.database.query(
      'select reason from login_logs where subject_id = $1 and method = $2',
      [user.id, 'REFRESH'],
    )
    expect(logged).toEqual([{ reason: 'REUSED' }])
  })

  it('T9 used in the order A, B, A end the family even within the grace', async () => {
    const { refreshToken, user } = await world.logIn()
    const b = (await refresh(refreshToken)).body.data
    expect((await refresh(b.refreshToken)).status).toBe(201)
    expect((await refresh(refreshToken)).status).toBe(401)
    expect(await family(user.id)).toEqual([{ revoked_reason: 'REUSED' }])
  })

  it('are stored as hashes alone', async () => {
    const { refreshToken } = await world.logIn()
    await refresh(refreshToken)
    const rows = await world.database.query('select * from refresh_tokens')
    expect(JSON.stringify(rows)).not.toContain(refreshToken)
  })

  it('end after thirty days', async () => {
    const { refreshToken } = await world.logIn()
    clock.advance(30 * 86_400_000)
    expect((await refresh(refreshToken)).status).toBe(401)
  })

  it('do not open the doors of another audience', async () => {
    const { refreshToken } = await world.logIn()
    expect((await world.anonymous.post('/admin/auth/tokens', { refreshToken })).status).toBe(401)
    expect((await world.anonymous.post('/merchant/auth/tokens', { refreshToken })).status).toBe(401)
    expect((await refresh(refreshToken)).status).toBe(201)
  })
})

describe('revocation', () => {
  it('ends an access token within a second of the logout, and its refresh token at once', async () => {
    const { client, refreshToken, user } = await world.logIn()
    expect((await client.get('/users/me')).status).toBe(200)
    expect((await client.delete('/auth/tokens/current')).status).toBe(200)
    expect((await refresh(refreshToken)).status).toBe(401)
    clock.advance(1_000)
    expect((await client.get('/users/me')).status).toBe(401)
    expect(await world.redis.client.get(`token-version:user:${user.id}`)).toBe('2')
  })

  it('leaves the other devices their refresh tokens', async () => {
    const phone = await world.logIn('oTwoDevices')
    const tablet = await world.logIn('oTwoDevices')
    await phone.client.delete('/auth/tokens/current')
    const again = await refresh(tablet.refreshToken)
    expect(again.status).toBe(201)
    clock.advance(1_000)
    expect((await tablet.client.get('/users/me')).status).toBe(401)
    expect((await apiClient(world.url, again.body.data.accessToken).get('/users/me')).status).toBe(200)
  })

  it('reaches Redis later when it was missed', async () => {
    const { user } = await world.logIn()
    await world.database.query('update token_versions set version = 7 where subject_id = $1', [user.id])
    await eventually(async () =>
      expect(await world.redis.client.get(`token-version:user:${user.id}`)).toBe('7'),
    )
  })

  it('is not undone by an announcement that comes late', async () => {
    const { user } = await world.logIn()
    const about = { audience: 'user', subject: user.id } as const
    expect(await publishTokenVersion(world.deps.sharedRedis, { ...about, version: 5 })).toBe(true)
    expect(await publishTokenVersion(world.deps.sharedRedis, { ...about, version: 3 })).toBe(true)
    expect(await world.redis.client.get(`token-version:user:${user.id}`)).toBe('5')
  })

  it('answers other services with the current version, and with one nobody has for strangers', async () => {
    const { user } = await world.logIn()
    const asked = { subjectId: user.id, audience: 'USER', tokenVersion: 1 } as const
    expect(await query.getTokenState(asked)).toMatchObject({ valid: true, tokenVersion: 1, status: 'ACTIVE' })
    expect(await query.getTokenState({ ...asked, tokenVersion: 2 })).toMatchObject({ valid: false })
    expect(await query.getTokenState({ ...asked, audience: 'ADMIN' })).toMatchObject({
      valid: false,
      tokenVersion: -1,
    })
  })
})

describe('a forged or misplaced token', () => {
  it('of another audience opens no door', async () => {
    const { accessToken, user } = await world.logIn()
    const asUser = apiClient(world.url, accessToken)
    expect((await asUser.get('/admin/admins/me')).status).toBe(401)
    expect((await asUser.get('/merchant/users/me')).status).toBe(401)
    const asAdmin = await world.as.admin({ id: user.id })
    expect((await asAdmin.get('/users/me')).status).toBe(401)
  })

  it('with an old version, from another issuer, or of nobody is refused', async () => {
    const { user } = await world.logIn()
    const iat = Math.floor(clock.now().getTime() / 1000)
    const claims = { aud: 'user', sub: user.id, tv: 1, iat } as const
    const status = async (token: string) => (await apiClient(world.url, token).get('/users/me')).status
    expect(await status(await aToken(claims))).toBe(200)
    expect(await status(await aToken({ ...claims, tv: 0 }))).toBe(401)
    expect(await status(await aToken({ ...claims, iss: 'nilli' }))).toBe(401)
    expect(await status(await aToken({ ...claims, sub: '01900000-0000-7000-8000-000000000000' }))).toBe(401)
    expect(await status(await aToken({ ...claims, exp: iat - 1 }))).toBe(401)
  })

  it('of another type, or signed in another way, is refused', async () => {
    const { accessToken, user } = await world.logIn()
    const key = testKeys().private.keys.find(({ aud }) => aud === 'user')
    const payload = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString())
    const status = async (
      header: { alg: string; typ?: string; kid?: string; crit?: string[] },
      secret: Secret,
    ) =>
      (
        await apiClient(world.url, await new SignJWT(payload).setProtectedHeader(header).sign(secret)).get(
          '/users/me',
        )
      ).status
    const ours = await importJWK({ ...key, alg: 'EdDSA' })
    expect(await status({ alg: 'EdDSA', kid: 'user-1', typ: 'JWT' }, ours)).toBe(200)
    expect(await status({ alg: 'EdDSA', kid: 'user-1', typ: 'at+jwt' }, ours)).toBe(401)
    expect(await status({ alg: 'EdDSA', kid: 'admin-1', typ: 'JWT' }, ours)).toBe(401)
    expect(await status({ alg: 'EdDSA', typ: 'JWT' }, ours)).toBe(401)
    const publicKey = new TextEncoder().encode(key?.pem)
    expect(await status({ alg: 'HS256', kid: 'user-1', typ: 'JWT' }, publicKey)).toBe(401)
    const [, body] = accessToken.split('.')
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid: 'user-1', typ: 'JWT' })).toString('base64url')
    expect((await apiClient(world.url, `${none}.${body}.x`).get('/users/me')).status).toBe(401)
    expect(user.id).toBe(payload.sub)
  })

  it('cannot be made of a refresh token', async () => {
    const { refreshToken, accessToken } = await world.logIn()
    expect((await apiClient(world.url, refreshToken).get('/users/me')).status).toBe(401)
    expect((await refresh(accessToken)).status).toBe(401)
    expect((await refresh('A'.repeat(43))).status).toBe(401)
  })
})
