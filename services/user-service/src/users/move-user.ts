import type { AuditAction } from '../audit-logs/audit-log.ts'
import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { lockUser, saveStatus } from './user.store.ts'
import { type User, userMachine } from './user.ts'

export type Moving = {
  readonly userId: string
  readonly event: 'disable' | 'enable' | 'leave' | 'stay' | 'erase'
  readonly reason: string
  /** When a ban ends by itself; null = never, or no ban. */
  readonly until: Date | null
  readonly action: AuditAction
  readonly origin: Origin
}

/** One step of a user's life, with its history and its audit line. @throws ILLEGAL_TRANSITION, USER_NOT_FOUND */
export async function moveUser(work: Work, moving: Moving): Promise<User> {
  const { userId, event, reason, until, action, origin } = moving
  const { actorId, traceId } = origin
  const user = await lockUser(work, userId)
  const to = userMachine.next(user.status, event)
  const changed = await saveStatus(work, user, { event, to, reason, until, actorId, traceId })
  const details = { from: user.status, to, reason, until: until?.toISOString() ?? null }
  await writeAuditLog(work, { action, targetType: 'user', targetId: userId, details, origin })
  return changed
}
