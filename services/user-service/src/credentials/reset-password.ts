import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { revokeTokens } from '../tokens/revoke-tokens.ts'
import type { Announce } from '../tokens/token.ts'
import { replacePassword } from './credential.store.ts'
import type { StaffAudience } from './credential.ts'

type Resetting = {
  readonly audience: StaffAudience
  readonly subjectId: string
  readonly newHash: string
  readonly origin: Origin
  readonly announce: Announce
}

/** Gives somebody else a first password, which they must replace; ends their sessions. */
export async function resetPassword(work: Work, input: Resetting): Promise<void> {
  const { audience, subjectId, newHash, origin, announce } = input
  await revokeTokens(work, { audience, subjectId, sessions: 'ALL', reason: 'PASSWORD_RESET', announce })
  await replacePassword(work, { audience, subjectId, passwordHash: newHash, mustChange: true })
  const targetType = audience === 'admin' ? 'admin' : 'staff'
  await writeAuditLog(work, { action: 'password.reset', targetType, targetId: subjectId, origin })
}
