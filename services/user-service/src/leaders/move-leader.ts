import { CommonErrors, happened } from '@linli/core'
import { LeaderStatusChanged, LeaderStatus as WireStatus } from '@linli/proto/user'
import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { lockLeader, saveStep } from './leader.store.ts'
import { type Leader, leaderMachine } from './leader.ts'

type Moving = {
  readonly leaderId: string
  readonly event: 'approve' | 'reject' | 'activate' | 'suspend' | 'quit'
  readonly reason: string
  /** What was looked at; undefined = whatever is there. */
  readonly version?: number
  readonly origin: Origin
}

/** One step, with its history, its audit line and its event. @throws VERSION_CONFLICT, ILLEGAL_TRANSITION */
export async function moveLeader(work: Work, moving: Moving): Promise<Leader> {
  const { leaderId, event, reason, version, origin } = moving
  const leader = await lockLeader(work, leaderId)
  if (version !== undefined && version !== leader.version) throw CommonErrors.VERSION_CONFLICT({ leaderId })
  const toStatus = leaderMachine.next(leader.status, event)
  const { actorId, traceId } = origin
  const moved = await saveStep(work, leader, { event, toStatus, reason, actorId, traceId })
  await writeAuditLog(work, {
    action: event === 'approve' || event === 'reject' ? 'leader.audit' : 'leader.status.change',
    targetType: 'leader',
    targetId: leaderId,
    details: { from: leader.status, to: toStatus, reason },
    origin,
  })
  work.publish(
    happened(
      LeaderStatusChanged,
      { aggregateType: 'leader', aggregateId: leaderId, aggregateVersion: moved.version },
      {
        leaderId,
        userId: leader.userId,
        communityId: leader.communityId,
        status: WireStatus[toStatus],
        changedAt: work.now,
        version: moved.version,
      },
    ),
  )
  return moved
}
