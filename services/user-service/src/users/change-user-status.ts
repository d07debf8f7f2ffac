import { happened } from '@linli/core'
import { UserDisabled } from '@linli/proto/user'
import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { revokeTokens } from '../tokens/revoke-tokens.ts'
import type { Announce } from '../tokens/token.ts'
import { lockUser, saveStatus } from './user.store.ts'
import { type User, userMachine } from './user.ts'

export type ChangeUserStatus = {
  readonly userId: string
  readonly event: 'disable' | 'enable'
  readonly reason: string
  /** When a ban ends by itself; null = never. */
  readonly until: Date | null
  readonly origin: Origin
  readonly announce: Announce
}

/** Bans a user, which ends every session within a second, or lifts the ban. */
export async function changeUserStatus(work: Work, input: ChangeUserStatus): Promise<User> {
  const { userId, event, reason, origin, announce } = input
  const user = await lockUser(work, userId)
  const to = userMachine.next(user.status, event)
  const until = event === 'disable' ? input.until : null
  const { actorId, traceId } = origin
  const changed = await saveStatus(work, user, { event, to, reason, until, actorId, traceId })
  const details = { from: user.status, to, reason, until: until?.toISOString() ?? null }
  await writeAuditLog(work, {
    action: 'user.status.change',
    targetType: 'user',
    targetId: userId,
    details,
    origin,
  })
  if (event === 'enable') return changed
  await revokeTokens(work, {
    audience: 'user',
    subjectId: userId,
    sessions: 'ALL',
    reason: 'DISABLED',
    announce,
  })
  work.publish(
    happened(
      UserDisabled,
      { aggregateType: 'user', aggregateId: userId, aggregateVersion: changed.version },
      {
        userId,
        reason,
        until: until ?? undefined,
        operatorId: actorId ?? undefined,
        disabledAt: work.now,
        version: changed.version,
      },
    ),
  )
  return changed
}
