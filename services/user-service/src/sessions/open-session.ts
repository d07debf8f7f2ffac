import type { Origin } from '../audit-logs/origin.ts'
import { changePassword } from '../credentials/change-password.ts'
import type { StaffAudience } from '../credentials/credential.ts'
import { holdCredential } from '../credentials/hold-credential.ts'
import { settleLogin } from '../credentials/settle-login.ts'
import type { Work } from '../deps.ts'
import type { LoginEntry } from '../login-logs/entry.ts'
import { writeLoginLog } from '../login-logs/write-login-log.ts'
import { issueTokens } from '../tokens/issue-tokens.ts'
import type { Announce, Issued, Lifetimes } from '../tokens/token.ts'

export type Opening = {
  readonly audience: StaffAudience
  readonly subjectId: string
  readonly attemptId: string
  readonly accountKey: string
  /** What the given password was checked against. */
  readonly passwordHash: string
  /** The first password's replacement. */
  readonly newHash: string | undefined
  readonly origin: Origin
  readonly log: Omit<LoginEntry, 'audience' | 'subjectId' | 'method' | 'outcome' | 'reason'>
  readonly lifetimes: Lifetimes
  readonly announce: Announce
}

/** Opens a session after a right password; undefined when the account may not have one (disabled, without a shop). */
export async function openSession(work: Work, opening: Opening): Promise<Issued | undefined> {
  const { audience, subjectId, attemptId, accountKey, passwordHash, newHash, origin, lifetimes, announce } =
    opening
  if (newHash !== undefined)
    await changePassword(work, { audience, subjectId, oldHash: passwordHash, newHash, origin, announce })
  const issued = await issueTokens(work, { audience, subjectId, lifetimes })
  await holdCredential(work, { audience, subjectId, passwordHash: newHash ?? passwordHash })
  await settleLogin(work, { attemptId, accountKey, result: issued ? 'succeeded' : 'dropped' })
  const result = issued
    ? ({ outcome: 'SUCCEEDED' } as const)
    : ({ outcome: 'REFUSED', reason: 'DISABLED' } as const)
  await writeLoginLog(work, { audience, subjectId, method: 'PASSWORD', ...result, ...opening.log })
  return issued
}
