import { systemClock } from '@linli/core'
import type { FastifyRequest } from 'fastify'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { authenticate } from './authenticate.ts'
import { type Audience, createVerifier } from './verifier.ts'

const pairs = { user: await generateKeyPair('EdDSA'), merchant: await generateKeyPair('EdDSA') }
const keys = await Promise.all(
  (['user', 'merchant'] as const).map(async (aud) => ({
    ...(await exportJWK(pairs[aud].publicKey)),
    kid: `${aud}-1`,
    aud,
  })),
)
const verify = createVerifier({ keys }, { currentVersion: async () => 1 }, systemClock)

const token = (aud: Audience, signedAs: 'user' | 'merchant', claims: object = {}) =>
  new SignJWT({ tv: 1, roles: [], perms: [], mid: 'm-1', ...claims })
    .setProtectedHeader({ alg: 'EdDSA', kid: `${signedAs}-1`, typ: 'JWT' })
    .setIssuer('linli')
    .setAudience(aud)
    .setSubject(`${aud}-7`)
    .setJti('j')
    .setExpirationTime('1h')
    .sign(pairs[signedAs].privateKey)

const identify = async (bearer: string, audience: readonly Audience[]) => {
  const raw = { rawHeaders: ['authorization', `Bearer ${bearer}`] }
  const request = { raw, identity: null } as FastifyRequest
  await authenticate(request, verify, { audience })
  return request.identity
}

test('a route for residents and staff takes both, each by the keys of its own audience', async () => {
  const both = ['user', 'merchant'] as const
  expect(await identify(await token('user', 'user'), both)).toMatchObject({ audience: 'user', id: 'user-7' })
  expect(await identify(await token('merchant', 'merchant'), both)).toMatchObject({
    audience: 'merchant',
    merchantId: 'm-1',
  })
})

test('a claim of one audience under the key of the other is refused', async () => {
  const both = ['user', 'merchant'] as const
  await expect(identify(await token('merchant', 'user'), both)).rejects.toMatchObject({ code: 401 })
  await expect(identify(await token('user', 'merchant'), both)).rejects.toMatchObject({ code: 401 })
})

test('an audience that is not declared, or no token at all, is refused', async () => {
  await expect(identify(await token('user', 'user'), ['merchant', 'admin'])).rejects.toMatchObject({
    code: 401,
  })
  await expect(identify('a.b.c', ['user', 'merchant'])).rejects.toMatchObject({ code: 401 })
})

test('who signs out and in again at once is let in with the new token, and kept out with the old one', async () => {
  let version = 1
  let asked = 0
  const states = {
    currentVersion: async () => {
      asked += 1
      return version
    },
  }
  const fresh = createVerifier({ keys }, states, systemClock)
  const old = await token('user', 'user')
  await fresh(old, 'user')
  version = 2
  await expect(fresh(await token('user', 'user', { tv: 2 }), 'user')).resolves.toMatchObject({ id: 'user-7' })
  await expect(fresh(old, 'user')).rejects.toMatchObject({ code: 401 })
  await fresh(await token('user', 'user', { tv: 2 }), 'user')
  expect(asked).toBe(2)
})
