import { activeTraceId, on } from '@linli/events'
import { RecipientRevealed } from '@linli/proto/order'
import type { Work } from '../deps.ts'
import { writeAuditLog } from './write-audit-log.ts'

/** What the staff did elsewhere and has to answer for. */
export const auditLogSubscriptions = [
  on(RecipientRevealed, (work: Work, { orderId, orderNo, merchantId, staffId, reason, ip }) =>
    writeAuditLog(work, {
      action: 'order.pii.reveal',
      targetType: 'order',
      targetId: orderId,
      details: { orderNo, reason },
      origin: { actorType: 'merchant', actorId: staffId, merchantId, ip, traceId: activeTraceId() },
    }),
  ),
]
