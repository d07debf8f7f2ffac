import { describe, expect, it } from 'vitest'
import { echoOf, expectRefusal, isRefusal } from './call.ts'
import { bearer, useGateway } from './harness.ts'
import { aToken, hs256WithPublicKey, newKey, unsigned } from './tokens.ts'

const gateway = await useGateway()
const user = gateway.key('user')
const now = (): number => Math.floor(Date.now() / 1000)

const get = (path: string, token: string) => gateway.call('GET', path, { headers: bearer(token) })

describe('a token that is not good', () => {
  it.each([
    ['nonsense', () => 'nonsense'],
    ['three parts of nonsense', () => 'a.b.c'],
    ['alg none', () => unsigned(user)],
    ['HS256 with the public key as its secret', () => hs256WithPublicKey(user)],
    ['another algorithm in the header', () => aToken(user, {}, { alg: 'RS256' })],
    ['a foreign key under a known id', () => aToken(newKey(user.kid, 'user'))],
    ['an unknown key id', () => aToken(newKey('nobody-1', 'user'))],
    ['no key id', () => aToken(user, { kid: undefined }, { kid: undefined })],
    [
      'the key id of another audience',
      () => aToken(user, { kid: gateway.key('admin').kid }, { kid: gateway.key('admin').kid }),
    ],
    ['expired', () => aToken(user, { iat: now() - 100, exp: now() - 10 })],
    ['no expiry', () => aToken(user, { exp: undefined })],
    ['an expiry that is no number', () => aToken(user, { exp: 'never' })],
    [
      'a changed payload',
      () => aToken(user).replace(/\.([^.]+)\./, (_, payload: string) => `.${payload.slice(0, -4)}AAAA.`),
    ],
  ])('is refused: %s', async (_, make) => {
    expectRefusal(await get('/api/v1/orders', make()), 401)
  })

  it('says how to authenticate', async () => {
    expect((await gateway.call('GET', '/api/v1/orders')).headers['www-authenticate']).toMatch(/^Bearer/)
  })

  it.each([['Basic dXNlcjpwYXNz'], ['Bearer'], ['Bearer '], ['']])(
    'is refused: Authorization "%s"',
    async (Authorization) => {
      expectRefusal(await gateway.call('GET', '/api/v1/orders', { headers: { Authorization } }), 401)
    },
  )
})

describe('where the token is', () => {
  const token = aToken(user)

  it.each([['jwt'], ['token'], ['access_token']])('is not read from ?%s=', async (name) => {
    expectRefusal(await gateway.call('GET', `/api/v1/orders?${name}=${token}`), 401)
  })

  it('is not read from a cookie', async () => {
    expectRefusal(
      await gateway.call('GET', '/api/v1/orders', { headers: { Cookie: `jwt=${token}; token=${token}` } }),
      401,
    )
  })

  it('is read from the Authorization header', async () => {
    const answer = await get('/api/v1/orders', token)
    expect(gateway.echo ? answer.status === 200 : !isRefusal(answer) || answer.status === 401).toBe(true)
  })
})

describe('audiences', () => {
  it.each([
    ['user', '/api/v1/merchant/orders'],
    ['user', '/api/v1/admin/orders'],
    ['merchant', '/api/v1/orders'],
    ['merchant', '/api/v1/admin/orders'],
    ['admin', '/api/v1/orders'],
    ['admin', '/api/v1/merchant/orders'],
    ['admin', '/api/v1/messages'],
  ])('keep a %s token out of %s', async (audience, path) => {
    expectRefusal(await get(path, aToken(gateway.key(audience))), 403)
  })

  it('go by the key that signed, not by what the token says of itself', async () => {
    expectRefusal(await get('/api/v1/admin/orders', aToken(user, { aud: 'admin', roles: ['admin'] })), 403)
  })

  it.runIf(gateway.echo)('let in whom they name', async () => {
    for (const [audience, path] of [
      ['user', '/api/v1/orders'],
      ['merchant', '/api/v1/merchant/orders'],
      ['admin', '/api/v1/admin/orders'],
      ['user', '/api/v1/messages'],
      ['merchant', '/api/v1/messages'],
    ] as const) {
      const token = aToken(gateway.key(audience))
      const { headers } = echoOf(await get(path, token))
      expect(headers.authorization).toBe(`Bearer ${token}`)
    }
  })

  it.runIf(gateway.echo)('have as many valid keys as the key file names', async () => {
    for (const key of gateway.keys.filter(({ aud }) => aud === 'user')) {
      expect((await get('/api/v1/orders', aToken(key))).status, key.kid).toBe(200)
      expect((await get('/api/v1/orders', aToken(key, { kid: undefined }))).status, 'kid in the header').toBe(
        200,
      )
    }
  })
})
