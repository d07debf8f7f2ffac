import { type Clock, CommonErrors } from '@linli/core'
import { importJWK, type JWK, type JWTPayload, jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import type { Identity } from './identity.ts'

export type Audience = 'user' | 'merchant' | 'admin'

/** The current `token_version` of a subject: other ones are revoked (logout, ban, password or role change). */
export type TokenStates = { currentVersion(audience: Audience, subject: string): Promise<number> }

export type Verifier = (token: string, audience: Audience) => Promise<Identity>

export type PublicKeys = { readonly keys: readonly (JWK & { kid: string; aud: Audience })[] }

const ISSUER = 'linli'
const REMEMBERED_TOKENS = 10_000
/** Revocation must be effective within a second (product.md S5), so a version is trusted for a little less. */
const VERSION_TTL_MS = 900

type Known = { identity: Identity; version: number; expiresAtMs: number }

/**
 * Verifies access tokens: EdDSA only, key chosen by `kid` among the audience's own keys, `iss`, `aud`, `exp`, and the
 * subject's token version. A verified signature is remembered, so a client's next requests cost a map look-up.
 * @throws UNAUTHENTICATED, always the same, whatever is wrong with the token.
 */
export function createVerifier({ keys }: PublicKeys, states: TokenStates, clock: Clock): Verifier {
  const known = new LRUCache<string, Known>({ max: REMEMBERED_TOKENS })
  const versions = new LRUCache<string, { version: number; atMs: number }>({ max: REMEMBERED_TOKENS })
  const imported = new Map(keys.map((jwk) => [`${jwk.aud}:${jwk.kid}`, importJWK({ ...jwk, alg: 'EdDSA' })]))

  const verify = async (token: string, audience: Audience): Promise<Known> => {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => imported.get(`${audience}:${kid}`) ?? Promise.reject(new Error('unknown key')),
      {
        algorithms: ['EdDSA'],
        issuer: ISSUER,
        typ: 'JWT',
        audience,
        currentDate: clock.now(),
        requiredClaims: ['exp', 'sub', 'jti'],
      },
    )
    return {
      identity: identityOf(payload, audience),
      version: numberOf(payload.tv),
      expiresAtMs: numberOf(payload.exp) * 1000,
    }
  }

  /** A genuine token that is ahead of what is remembered was made since: somebody signed out and in again. */
  const currentVersion = async (audience: Audience, subject: string, seen: number): Promise<number> => {
    const nowMs = clock.now().getTime()
    const key = `${audience}:${subject}`
    const cached = versions.get(key)
    if (cached && nowMs - cached.atMs < VERSION_TTL_MS && cached.version >= seen) return cached.version
    const version = await states.currentVersion(audience, subject)
    versions.set(key, { version, atMs: nowMs })
    return version
  }

  return async (token, audience) => {
    const key = `${audience}:${token}`
    let found = known.get(key)
    if (!found) {
      found = await verify(token, audience).catch((cause: unknown) => {
        throw CommonErrors.UNAUTHENTICATED(undefined, cause)
      })
      known.set(key, found)
    }
    if (found.expiresAtMs <= clock.now().getTime()) throw CommonErrors.UNAUTHENTICATED()
    if (found.version !== (await currentVersion(audience, found.identity.id, found.version)))
      throw CommonErrors.UNAUTHENTICATED()
    return found.identity
  }
}

function identityOf(payload: JWTPayload, audience: Audience): Identity {
  const base = { id: textOf(payload.sub), tokenId: textOf(payload.jti) }
  if (audience === 'user') return { audience, ...base }
  const powers = { roles: listOf(payload.roles), permissions: new Set(listOf(payload.perms)) }
  if (audience === 'admin') return { audience, ...base, ...powers }
  return { audience, ...base, ...powers, merchantId: textOf(payload.mid) }
}

function textOf(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new Error('a claim is missing')
  return value
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new Error('a claim is not a whole number')
  return value
}

function listOf(value: unknown): string[] {
  if (!Array.isArray(value)) throw new Error('a claim is not a list')
  return value.map((item: unknown) => textOf(item))
}
