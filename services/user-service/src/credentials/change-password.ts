import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { revokeTokens } from '../tokens/revoke-tokens.ts'
import type { Announce } from '../tokens/token.ts'
import { holdsPassword, replacePassword } from './credential.store.ts'
import type { StaffAudience } from './credential.ts'

type Changing = {
  readonly audience: StaffAudience
  readonly subjectId: string
  /** The hash the old password was checked against. */
  readonly oldHash: string
  readonly newHash: string
  readonly origin: Origin
  readonly announce: Announce
}

/** Replaces one's own password and ends every session. @throws PASSWORD_WRONG when it was replaced meanwhile. */
export async function changePassword(work: Work, input: Changing): Promise<void> {
  const { audience, subjectId, oldHash, newHash, origin, announce } = input
  await revokeTokens(work, { audience, subjectId, sessions: 'ALL', reason: 'PASSWORD_CHANGED', announce })
  if (!(await holdsPassword(work, { audience, subjectId, passwordHash: oldHash })))
    throw UserErrors.PASSWORD_WRONG()
  await replacePassword(work, { audience, subjectId, passwordHash: newHash, mustChange: false })
  const targetType = audience === 'admin' ? 'admin' : 'staff'
  await writeAuditLog(work, { action: 'password.change', targetType, targetId: subjectId, origin })
}
