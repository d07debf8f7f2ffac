import type { Shop } from '../../src/shop.ts'
import type { Audience } from './definitions.ts'
import {
  type Claims,
  claimsOf,
  issue,
  renamed,
  withoutAlgorithm,
  withPublicKeyAsSecret,
  withWrongKey,
} from './forge.ts'

export type Signed = Exclude<Audience, 'public'>
export const SIGNED: readonly Signed[] = ['user', 'merchant', 'admin']

export type Session = { readonly token: string; readonly refreshToken: string }

/** A good session of each audience, as the demo data's people have them. */
export async function goodSessions(shop: Shop): Promise<Record<Signed, Session>> {
  const [user, merchant, admin] = await Promise.all([
    shop.logIn(shop.accounts.users[0].openid),
    shop.staffLogIn(shop.accounts.merchant),
    shop.adminLogIn(shop.accounts.admin),
  ])
  return { user, merchant, admin }
}

export type Impostor = { readonly who: string; readonly token: string }

const HOUR_S = 3600

/** Everybody who looks like a caller of the audience and is none; all must be told 401. */
export function impostors({ token, refreshToken }: Session, others: readonly Signed[]): Impostor[] {
  const claims = claimsOf(token)
  const now = Math.floor(Date.now() / 1000)
  const version = Number(claims.tv)
  return [
    { who: 'expired', token: issue({ ...claims, iat: now - 2 * HOUR_S, exp: now - 60 }) },
    { who: 'without expiry', token: issue(without(claims, 'exp')) },
    { who: 'revoked (older token_version)', token: issue({ ...claims, tv: version - 1 }) },
    { who: 'newer token_version', token: issue({ ...claims, tv: version + 1 }) },
    { who: 'another issuer', token: issue({ ...claims, iss: 'somebody' }) },
    { who: 'alg none', token: withoutAlgorithm(claims) },
    { who: 'alg none with a signature', token: withoutAlgorithm(claims, token.split('.')[2]) },
    { who: 'wrong key', token: withWrongKey(claims) },
    { who: 'HS256 with the public key', token: withPublicKeyAsSecret(claims) },
    { who: 'refresh token as access token', token: refreshToken },
    ...others.map((aud) => ({ who: `own key, audience ${aud}`, token: renamed(claims, aud) })),
  ]
}

/** The same person without one permission. */
export function lacking({ token }: Session, permission: string): string {
  const claims = claimsOf(token)
  return issue({ ...claims, perms: (claims.perms ?? []).filter((each) => each !== permission) })
}

/** The same person with one permission more. */
export function allowed(token: string, permission: string): string {
  const claims = claimsOf(token)
  return issue({ ...claims, perms: [...(claims.perms ?? []), permission] })
}

function without(claims: Claims, name: string): Claims {
  const { kid, ...rest } = claims
  return { kid, ...Object.fromEntries(Object.entries(rest).filter(([key]) => key !== name)) }
}
