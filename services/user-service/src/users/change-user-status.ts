import { happened } from '@linli/core'
import { UserDisabled } from '@linli/proto/user'
import type { Origin } from '../audit-logs/origin.ts'
import type { Work } from '../deps.ts'
import { revokeTokens } from '../tokens/revoke-tokens.ts'
import type { Announce } from '../tokens/token.ts'
import { moveUser } from './move-user.ts'
import type { User } from './user.ts'

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
  const { actorId } = origin
  const until = event === 'disable' ? input.until : null
  const changed = await moveUser(work, {
    userId,
    event,
    reason,
    until,
    action: 'user.status.change',
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
