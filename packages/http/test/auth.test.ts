import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { connect } from 'node:net'
import { CommonErrors } from '@linli/core'
import { aToken, fakeClock, type TokenClaims, testKeys } from '@linli/testing'
import { beforeAll, expect, test } from 'vitest'
import { type Audience, adminOf, staffOf, userOf } from '../src/index.ts'
import { anApp, tokenVersions } from './support/app.ts'

const clock = fakeClock('2026-11-22T08:00:00Z')
const now = Math.floor(clock.now().getTime() / 1000)
const states = tokenVersions()
let down = false

const app = await anApp(
  (app) => {
    app.get('/user', { config: { audience: 'user' } }, async (request) => ({ id: userOf(request).id }))
    app.get('/merchant', { config: { audience: 'merchant' } }, async (request) => ({
      id: staffOf(request).merchantId,
    }))
    app.get('/admin', { config: { audience: 'admin' } }, async (request) => ({ id: adminOf(request).id }))
    app.get('/refund', { config: { audience: 'merchant', permission: 'order:refund' } }, async () => ({}))
    app.get('/either', { config: { audience: ['merchant', 'admin'] } }, async (request) => ({
      id: request.identity?.audience,
    }))
    app.get('/public', { config: { audience: 'public' } }, async (request) => ({
      id: request.identity?.id ?? null,
    }))
  },
  {
    clock,
    states: {
      async currentVersion(audience, subject) {
        if (down) throw CommonErrors.UNAVAILABLE()
        return states.currentVersion(audience, subject)
      },
    },
  },
)
beforeAll(() => app.listen({ host: '127.0.0.1', port: 0 }))

const get = async (path: string, token?: string, headers: Record<string, string> = {}) => {
  const answer = await app.inject({
    url: `/api/v1/${path}`,
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
  })
  return { status: answer.statusCode, body: answer.json() }
}

const claims = (audience: Audience, more: Partial<TokenClaims> = {}): TokenClaims => ({
  aud: audience,
  sub: randomUUID(),
  iat: now,
  ...(audience === 'merchant' && { mid: 'm1' }),
  ...(audience !== 'user' && { roles: [], perms: [] }),
  ...more,
})
const AUDIENCES = ['user', 'merchant', 'admin'] as const
const keyOf = (audience: Audience) => {
  const key = testKeys().private.keys.find(({ aud }) => aud === audience)
  if (!key) throw new Error('no key')
  return key
}
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token put together by hand, signed with the real key unless told otherwise. */
async function forged(
  header: object,
  payload: object,
  signature?: (input: string) => Buffer,
): Promise<string> {
  const { kid, kty, crv, x, d } = keyOf('user')
  const full = {
    iss: 'linli',
    aud: 'user',
    sub: 'u1',
    jti: 'j1',
    tv: 0,
    iat: now,
    exp: now + 3600,
    kid,
    ...payload,
  }
  const input = `${part({ alg: 'EdDSA', typ: 'JWT', kid, ...header })}.${part(full)}`
  const { createPrivateKey } = await import('node:crypto')
  const real = createPrivateKey({ key: { kty, crv, x, d }, format: 'jwk' })
  const bytes = signature ? signature(input) : sign(null, Buffer.from(input), real)
  return `${input}.${bytes.toString('base64url')}`
}

const REFUSED = { status: 401, body: { code: 401, message: '请先登录', data: null, timestamp: now } }

test('T4 each audience gets in with its own token only', async () => {
  for (const audience of AUDIENCES) {
    const token = await aToken(claims(audience, { sub: 's1' }))
    for (const path of AUDIENCES) {
      const answer = await get(path, token)
      expect([audience, path, answer.status]).toEqual([audience, path, path === audience ? 200 : 401])
    }
    expect((await get('either', token)).status).toBe(audience === 'user' ? 401 : 200)
  }
  expect(await get('user')).toEqual(REFUSED)
})

test('T9 a token made by hand passes only when everything about it is right', async () => {
  expect((await get('user', await forged({}, {}))).status).toBe(200)
})

test('T9 no unsigned, re-signed or mislabelled token is accepted, and all are refused alike', async () => {
  const { pem, kid } = keyOf('user')
  const other = generateKeyPairSync('ed25519').privateKey
  const hmac = (key: string) => (input: string) => createHmac('sha256', key).update(input).digest()
  const none = () => Buffer.alloc(0)
  const tokens = await Promise.all([
    ...['none', 'None', 'NONE', ''].map((alg) => forged({ alg }, {}, none)),
    forged({ alg: 'HS256' }, {}, hmac(pem)),
    forged({ alg: 'HS256' }, {}, hmac(keyOf('user').x)),
    forged({}, {}, (input) => sign(null, Buffer.from(input), other)),
    ...['user-2', '../../etc/passwd', "' or 1=1 --", '__proto__', ''].map((kid) => forged({ kid }, {})),
    forged({ kid: undefined }, {}),
    forged({ kid: keyOf('admin').kid }, {}),
    forged({ jwk: { kty: 'OKP', crv: 'Ed25519', x: keyOf('user').x } }, {}, (input) =>
      sign(null, Buffer.from(input), other),
    ),
    forged({ jku: 'https://evil.example/keys', kid: 'evil' }, {}),
    forged({ crit: ['exp'] }, {}),
    forged({ crit: ['b64'], b64: false }, {}),
    forged({ typ: 'refresh' }, {}),
    forged({ typ: undefined }, {}),
  ])
  for (const token of tokens) expect(await get('user', token)).toEqual(REFUSED)
  expect(kid).toBe('user-1')
})

test('T9 a claim that is missing, of another type or past is refused', async () => {
  const payloads: object[] = [
    { exp: now },
    { exp: now - 1 },
    { exp: undefined },
    { exp: '9999999999' },
    { nbf: now + 60 },
    { sub: undefined },
    { sub: '' },
    { sub: 7 },
    { jti: undefined },
    { tv: undefined },
    { tv: '0' },
    { tv: 0.5 },
    { iss: 'other' },
    { iss: undefined },
    { aud: 'merchant' },
    { aud: undefined },
  ]
  for (const payload of payloads)
    expect([payload, await get('user', await forged({}, payload))]).toEqual([payload, REFUSED])
  const staff = await aToken({ aud: 'merchant', sub: 's', iat: now, roles: [], perms: [] })
  expect(await get('merchant', staff)).toEqual(REFUSED)
})

test('T9 a flipped bit anywhere spoils the token', async () => {
  const token = await aToken(claims('user'))
  for (let at = 0; at < token.length; at += 7) {
    const flipped = token[at] === 'A' ? 'B' : 'A'
    if (token[at] === '.' || token[at] === flipped) continue
    const spoilt = `${token.slice(0, at)}${flipped}${token.slice(at + 1)}`
    // The last characters of base64url hold unused bits: the same bytes are the same token.
    const last = at === token.length - 1
    if (!last) expect([at, (await get('user', spoilt)).status]).toEqual([at, 401])
  }
})

test('T9 a token counts in one Authorization header and nowhere else', async () => {
  const token = await aToken(claims('user'))
  expect((await get(`user?access_token=${token}&token=${token}&jwt=${token}`)).status).toBe(401)
  const elsewhere = {
    cookie: `token=${token}`,
    'x-access-token': token,
    'x-user-id': 'u1',
    'x-consumer-id': 'u1',
  }
  expect((await get('user', undefined, elsewhere)).status).toBe(401)
  for (const authorization of [
    token,
    `Basic ${token}`,
    `Bearer  ${token}`,
    `Bearer ${token}=`,
    `Bearer ${token} x`,
    'Bearer',
  ]) {
    expect([authorization.slice(0, 9), (await get('user', undefined, { authorization })).status]).toEqual([
      authorization.slice(0, 9),
      401,
    ])
  }
  expect((await get('user', undefined, { authorization: `bearer ${token}` })).status).toBe(200)
  expect((await get('user', `${'a'.repeat(4000)}.${'b'.repeat(4000)}.c`)).status).toBe(401)
})

test('two Authorization headers are as good as none, whichever comes first', async () => {
  const good = `authorization: Bearer ${await aToken(claims('user'))}`
  for (const lines of [
    [good, 'Authorization: Bearer x.y.z'],
    ['Authorization: Bearer x.y.z', good],
    [good, good],
  ]) {
    expect(await raw(['GET /api/v1/user HTTP/1.1', 'host: x', ...lines, 'connection: close'])).toMatch(
      /^HTTP\/1.1 401 /,
    )
  }
  expect(await raw(['GET /api/v1/user HTTP/1.1', 'host: x', good, 'connection: close'])).toMatch(
    /^HTTP\/1.1 200 /,
  )
})

test('broken HTTP and paths that are no URL are answered in the envelope', async () => {
  const answers = await Promise.all([
    raw(['NONSENSE', '']),
    raw(['GET /api/v1/%zz HTTP/1.1', 'host: x', 'connection: close']),
    raw(['GET /api/v1/public HTTP/1.1', 'host: x', `x-big: ${'x'.repeat(20_000)}`]),
    raw([
      'POST /api/v1/public HTTP/1.1',
      'host: x',
      'content-length: 5',
      'transfer-encoding: chunked',
      '',
      'abcde',
    ]),
  ])
  for (const answer of answers) {
    expect(answer).toMatch(/^HTTP\/1.1 4\d\d /)
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toMatchObject({ code: 1001, data: null })
  }
})

test('T9 a token is revoked within a second of its version', async () => {
  const sub = randomUUID()
  const token = await aToken(claims('user', { sub }))
  expect((await get('user', token)).status).toBe(200)
  states.set('user', sub, 1)
  clock.advance(1_000)
  expect((await get('user', token)).status).toBe(401)
  expect((await get('user', await aToken(claims('user', { sub, tv: 1 })))).status).toBe(200)
})

test('T9 a token is refused from the second it expires, also when it is remembered', async () => {
  const token = await aToken(claims('user', { exp: Math.floor(clock.now().getTime() / 1000) + 60 }))
  expect((await get('user', token)).status).toBe(200)
  clock.advance(60_000)
  expect((await get('user', token)).status).toBe(401)
})

test('a version is asked for once in a while, not per request', async () => {
  const token = await aToken(claims('user'))
  await get('user', token)
  const before = states.asked()
  await Promise.all(Array.from({ length: 20 }, () => get('user', token)))
  expect(states.asked()).toBe(before)
})

test('T4 a permission is demanded of whoever carries the right audience', async () => {
  expect((await get('refund', await aToken(claims('merchant', { perms: ['order:refund'] })))).status).toBe(
    200,
  )
  const answer = await get('refund', await aToken(claims('merchant', { perms: ['order:read'] })))
  expect(answer).toMatchObject({ status: 403, body: { code: 403, data: { permission: 'order:refund' } } })
})

test('a public route knows a resident and ignores a bad token', async () => {
  expect((await get('public')).body).toEqual({ id: null })
  expect((await get('public', await aToken(claims('user', { sub: 'u7' })))).body).toEqual({ id: 'u7' })
  expect((await get('public', 'a.b.c')).body).toEqual({ id: null })
  expect((await get('public', await aToken(claims('admin')))).body).toEqual({ id: null })
})

test('when versions cannot be asked nobody gets in, and nobody is told to log in again', async () => {
  const token = await aToken(claims('user'))
  down = true
  expect(await get('user', token)).toMatchObject({ status: 503, body: { code: 503 } })
  expect((await get('public', token)).body).toEqual({ id: null })
  down = false
  expect((await get('user', token)).status).toBe(200)
})

/** Sends lines over a bare socket and returns everything that comes back. */
function raw(lines: string[]): Promise<string> {
  const address = app.server.address()
  if (!address || typeof address === 'string') throw new Error('not listening')
  return new Promise((resolve, reject) => {
    const socket = connect(address.port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`))
    let text = ''
    socket.on('data', (bytes) => {
      text += bytes.toString()
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })
}
