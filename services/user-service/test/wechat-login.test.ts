import { UserRegistered } from '@linli/proto/user'
import { apiClient, testKeys } from '@linli/testing'
import { importJWK, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { startWorld } from './support/world.ts'

const world = await startWorld()

describe('WeChat login', () => {
  it('registers at the first login and knows the resident at the second', async () => {
    const first = await world.logIn('oReturning')
    expect(first.isNew).toBe(true)
    expect(first.user).toMatchObject({ phoneMasked: '', version: 1 })
    expect(first.user.nickname).toMatch(/^邻居/)
    const second = await world.logIn('oReturning')
    expect(second).toMatchObject({ isNew: false, user: { id: first.user.id } })
    const events = (await world.published(UserRegistered)).filter(
      ({ aggregateId }) => aggregateId === first.user.id,
    )
    expect(events.map(({ message }) => message)).toMatchObject([
      { userId: first.user.id, channel: 'WECHAT', version: 1 },
    ])
  })

  it('signs a token with the claims every service reads', async () => {
    const { accessToken, expiresIn, user } = await world.logIn()
    const { keys } = testKeys().public
    const jwk = keys.find(({ aud }) => aud === 'user')
    const { payload, protectedHeader } = await jwtVerify(
      accessToken,
      await importJWK({ ...jwk, alg: 'EdDSA' }),
    )
    expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: 'user-1', typ: 'JWT' })
    expect(payload).toMatchObject({ iss: 'linli', aud: 'user', sub: user.id, tv: 1, kid: 'user-1' })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(expiresIn)
    expect(expiresIn).toBe(7 * 86_400)
  })

  it('makes one user of fifty concurrent first logins', async () => {
    const codes = Array.from({ length: 50 }, () => world.codeFor('oCrowd', 'uCrowd'))
    const answers = await Promise.all(
      codes.map((code) => world.anonymous.post<{ user: { id: string } }>('/auth/wechat-sessions', { code })),
    )
    expect(answers.map(({ status }) => status)).toEqual(codes.map(() => 201))
    expect(new Set(answers.map(({ body }) => body.data.user.id)).size).toBe(1)
    const users = await world.database.query('select 1 from users where unionid = $1', ['uCrowd'])
    expect(users).toHaveLength(1)
    const [id] = answers.map(({ body }) => body.data.user.id)
    expect(
      (await world.published(UserRegistered)).filter(({ aggregateId }) => aggregateId === id),
    ).toHaveLength(1)
  })

  it('refuses a code that was used, and one that never was', async () => {
    const code = world.codeFor('oOnce')
    expect((await world.anonymous.post('/auth/wechat-sessions', { code })).status).toBe(201)
    expect(await world.anonymous.post('/auth/wechat-sessions', { code })).toMatchObject({
      status: 422,
      body: { code: 1101 },
    })
    expect(await world.anonymous.post('/auth/wechat-sessions', { code: 'nonsense' })).toMatchObject({
      status: 422,
      body: { code: 1101 },
    })
  })

  it('lets one code log in once, however many try it at the same time', async () => {
    const code = world.codeFor('oRace')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.anonymous.post('/auth/wechat-sessions', { code })),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 1101)).toHaveLength(19)
  })

  it('never hands out or stores the session key', async () => {
    const answer = await world.anonymous.post('/auth/wechat-sessions', { code: world.codeFor('oSecret') })
    expect(JSON.stringify(answer.body)).not.toMatch(/session_?key|openid|oSecret/i)
    const columns = await world.database.query<{ column_name: string }>(
      `select column_name from information_schema.columns where table_schema = 'user' and column_name like '%session%key%'`,
    )
    expect(columns).toEqual([])
  })

  it('says that WeChat is busy when nobody knows what became of the code', async () => {
    world.simulator.control.faults.set({
      route: 'mp.code2session',
      kind: 'status',
      status: 502,
      times: 'always',
    })
    const answer = await world.anonymous.post('/auth/wechat-sessions', { code: world.codeFor('oBusy') })
    world.simulator.control.faults.clear()
    expect(answer).toMatchObject({ status: 503, body: { code: 1103 } })
  })

  it('shows the profile to its owner alone', async () => {
    const { client, user } = await world.logIn()
    expect((await client.get('/users/me')).body.data).toMatchObject({ id: user.id })
    expect((await world.anonymous.get('/users/me')).status).toBe(401)
    expect((await apiClient(world.url, 'a.b.c').get('/users/me')).status).toBe(401)
  })
})
