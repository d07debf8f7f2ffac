import { CommonErrors, isId } from '@linli/core'
import { implement } from '@linli/grpc'
import { type MessageDelivery, MessageQueryDefinition, type MessageStatus } from '@linli/proto/message'
import type { Deps } from '../deps.ts'
import type { DispatchStatus } from './dispatch.ts'
import { gatherReachability } from './gather-reachability.ts'
import { type LogRow, listByEvent, listInAppByEvent } from './log.store.ts'

const MOST_USERS = 100

/** While it is under way it is still pending for everybody else. */
const STATUS: Readonly<Record<DispatchStatus, MessageStatus>> = {
  PENDING: 'PENDING',
  SENDING: 'PENDING',
  SENT: 'SENT',
  DELIVERED: 'DELIVERED',
  FAILED: 'FAILED',
  SUPPRESSED: 'SUPPRESSED',
}

export const dispatchRpc = implement(MessageQueryDefinition, (deps: Deps) => ({
  async getReachability({ userIds, eventType }) {
    if (userIds.length > MOST_USERS || !userIds.every(isId)) throw CommonErrors.INVALID_REQUEST()
    const users = await gatherReachability(deps, userIds, eventType)
    const asOfMs = deps.clock.now().getTime()
    return { users, version: String(asOfMs), asOfMs }
  },
  async getDeliveryStatus({ eventId }) {
    if (!isId(eventId)) throw CommonErrors.INVALID_REQUEST()
    const [outside, inApp] = await Promise.all([
      listByEvent(deps.sql, eventId),
      listInAppByEvent(deps.sql, eventId),
    ])
    const inside = inApp.map(({ id, ownerId, createdAt }) => ({
      messageId: id,
      userId: ownerId,
      channel: 'IN_APP' as const,
      status: 'DELIVERED' as const,
      attempts: 1,
      sentAt: createdAt,
      version: 1,
    }))
    return { deliveries: [...inside, ...outside.map(toDelivery)], asOfMs: deps.clock.now().getTime() }
  },
}))

const toDelivery = (row: LogRow): MessageDelivery => ({
  messageId: row.id,
  userId: row.recipientId,
  channel: row.channel,
  status: STATUS[row.status],
  failure: row.failure ?? undefined,
  attempts: row.attempts,
  sentAt: row.sentAt ?? undefined,
  version: row.version,
})
