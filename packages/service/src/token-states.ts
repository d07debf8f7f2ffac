import { connect } from '@linli/grpc'
import type { Audience, TokenStates } from '@linli/http'
import { TokenAudience, UserQueryDefinition } from '@linli/proto/user'
import type { Redis } from 'ioredis'

const TTL_SECONDS = 3600

const keyOf = (audience: Audience, subject: string) => `token-version:${audience}:${subject}`

const AUDIENCES: Record<Audience, TokenAudience> = {
  user: TokenAudience.USER,
  merchant: TokenAudience.MERCHANT,
  admin: TokenAudience.ADMIN,
}

/** Token versions from Redis, where user-service writes them; else from user-service itself. */
export function createTokenStates(shared: Redis, userGrpcAddress: string): TokenStates & { close(): void } {
  const users = connect(UserQueryDefinition, userGrpcAddress, { peer: 'user' })
  return {
    async currentVersion(audience, subject) {
      const cached = await shared.get(keyOf(audience, subject)).catch(() => null) // Redis down: ask the owner
      if (cached !== null) return Number(cached)
      const state = await users.getTokenState({
        subjectId: subject,
        audience: AUDIENCES[audience],
        tokenVersion: 0,
      })
      await publishTokenVersion(shared, { audience, subject, version: state.tokenVersion })
      return state.tokenVersion
    },
    close: () => users.close(),
  }
}

type TokenVersion = { audience: Audience; subject: string; version: number }

// Versions only grow: neither a late announcement nor an answer read before a newer one may take its place.
const RAISE = `
local held = redis.call('GET', KEYS[1])
if held and tonumber(held) > tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1`

/**
 * Makes a new version known to every service within a second. Only a cache: when Redis is down the services ask
 * user-service, and a stale entry lives no longer than its TTL.
 */
export async function publishTokenVersion(
  shared: Redis,
  { audience, subject, version }: TokenVersion,
): Promise<boolean> {
  return shared.eval(RAISE, 1, keyOf(audience, subject), version, TTL_SECONDS).then(
    () => true,
    () => false,
  )
}
