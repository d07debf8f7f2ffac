import { randomUUID } from 'node:crypto'
import { importJWK, type JWK, SignJWT } from 'jose'
import { testKeys } from './keys.ts'

export interface TokenClaims {
  aud: 'user' | 'merchant' | 'admin'
  sub: string
  /** token_version of the subject; default 0. */
  tv?: number
  mid?: string
  roles?: string[]
  perms?: string[]
  jti?: string
  /** Another issuer, to be refused. */
  iss?: string
  /** Seconds since 1970; default now. */
  iat?: number
  /** Seconds since 1970; default one hour after `iat`. */
  exp?: number
}

/** A token as user-service issues it, signed with the key of `testKeys()` for its audience. */
export async function aToken(claims: TokenClaims): Promise<string> {
  const key = testKeys().private.keys.find((k) => k.aud === claims.aud)
  if (!key) throw new Error(`no key for audience ${claims.aud}`)
  const iat = claims.iat ?? Math.floor(Date.now() / 1000)
  const payload = { iss: 'linli', jti: randomUUID(), tv: 0, ...claims, iat, exp: claims.exp ?? iat + 3600 }
  const jwk: JWK = { kty: key.kty, crv: key.crv, x: key.x, d: key.d }
  return new SignJWT({ ...payload, kid: key.kid })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: 'JWT' })
    .sign(await importJWK(jwk, 'EdDSA'))
}
