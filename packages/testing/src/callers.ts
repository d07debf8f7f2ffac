import { randomUUID } from 'node:crypto'
import type { Clock } from '@linli/core'
import { publishTokenVersion } from '@linli/service'
import type { Redis } from 'ioredis'
import { type ApiClient, apiClient } from './api-client.ts'
import { TOKEN_VERSION } from './fake-peers.ts'
import { aToken, type TokenClaims } from './tokens.ts'

type Powers = { id?: string; roles?: string[]; permissions?: string[]; tokenVersion?: number }

/** Callers with a valid token of each audience, and one without. */
export type Callers = {
  anonymous(): ApiClient
  /** A resident; a new one when no id is given. */
  user(id?: string, tokenVersion?: number): Promise<ApiClient>
  staff(staff: Powers & { merchantId: string }): Promise<ApiClient>
  admin(admin?: Powers): Promise<ApiClient>
}

type Place = { url: string; clock: Clock; redis: Redis }

/** Tokens are valid for an hour from `clock.now()`. Their version is announced as user-service does at a login. */
export function callersOf({ url, clock, redis }: Place): Callers {
  const client = async (claims: TokenClaims) => {
    const { aud: audience, sub: subject } = claims
    await publishTokenVersion(redis, { audience, subject, version: TOKEN_VERSION })
    const iat = Math.floor(clock.now().getTime() / 1000)
    return apiClient(url, await aToken({ tv: TOKEN_VERSION, iat, ...claims }))
  }
  const powers = ({ id, roles, permissions, tokenVersion }: Powers) => ({
    sub: id ?? randomUUID(),
    roles: roles ?? [],
    perms: permissions ?? [],
    tv: tokenVersion ?? TOKEN_VERSION,
  })
  return {
    anonymous: () => apiClient(url),
    user: (id = randomUUID(), tokenVersion = TOKEN_VERSION) =>
      client({ aud: 'user', sub: id, tv: tokenVersion }),
    staff: ({ merchantId, ...staff }) => client({ aud: 'merchant', mid: merchantId, ...powers(staff) }),
    admin: (admin = {}) => client({ aud: 'admin', ...powers(admin) }),
  }
}
