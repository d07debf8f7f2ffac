import { CommonErrors } from '@linli/core'
import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { revokeTokens } from '../tokens/revoke-tokens.ts'
import type { Announce } from '../tokens/token.ts'
import { listSessions } from './admin-session.store.ts'

type Closing = {
  readonly adminId: string
  /** One of them; absent: all. */
  readonly sessionId?: string
  readonly origin: Origin
  readonly announce: Announce
}

/** Logs an administrator out, here or everywhere, within a second. @throws NOT_FOUND when there is no such session */
export async function closeSessions(
  work: Work,
  { adminId, sessionId, origin, announce }: Closing,
): Promise<void> {
  const subject = { audience: 'admin', subjectId: adminId } as const
  const sessions = await listSessions(work.sql, { ...subject, at: work.now })
  if (sessionId !== undefined && !sessions.some(({ id }) => id === sessionId))
    throw CommonErrors.NOT_FOUND({ sessionId })
  await revokeTokens(work, {
    ...subject,
    sessions: sessionId === undefined ? 'ALL' : { familyId: sessionId },
    reason: 'CLOSED',
    announce,
  })
  await writeAuditLog(work, {
    action: 'admin.sessions.close',
    targetType: 'admin',
    targetId: adminId,
    details: { sessions: sessionId === undefined ? sessions.length : 1 },
    origin,
  })
}
