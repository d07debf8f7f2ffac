import { type TokenAudience, UserStatus } from '@linli/proto/user'
import type { Deps } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { currentVersion, subjectStatus } from './token.store.ts'
import type { Audience } from './token.ts'

const AUDIENCES: Partial<Record<TokenAudience, Audience>> = {
  USER: 'user',
  MERCHANT: 'merchant',
  ADMIN: 'admin',
}

type Asked = { readonly subjectId: string; readonly audience: TokenAudience; readonly tokenVersion: number }

/** The tokens' part of `UserQuery`: what services ask when Redis does not know. */
export const tokenQueries = (deps: Deps) => ({
  /** An unknown subject has a version that no token carries. */
  async getTokenState({ subjectId, audience: asked, tokenVersion }: Asked) {
    const audience = AUDIENCES[asked]
    if (!audience) throw UserErrors.USER_NOT_FOUND({ audience: asked })
    const [version, status] = await Promise.all([
      currentVersion(deps.sql, { audience, subjectId }),
      subjectStatus(deps.sql, { audience, subjectId }),
    ])
    return {
      valid: version === tokenVersion && status === 'ACTIVE',
      tokenVersion: version,
      status: UserStatus[status],
      version,
      asOfMs: deps.clock.now().getTime(),
    }
  },
})

/** This service verifies tokens as the others do, but asks its own database. */
export const ownTokenStates = (deps: Deps) => ({
  currentVersion: (audience: Audience, subjectId: string) =>
    currentVersion(deps.sql, { audience, subjectId }),
})
