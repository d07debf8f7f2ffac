import { activeTraceId, on } from '@linli/events'
import { OrdersExported, RecipientRevealed } from '@linli/proto/order'
import { PointsAdjusted } from '@linli/proto/points'
import type { Work } from '../deps.ts'
import type { Origin } from './origin.ts'
import { writeAuditLog } from './write-audit-log.ts'

const byAdmin = (actorId: string, ip: string): Origin => ({
  actorType: 'admin',
  actorId,
  merchantId: null,
  ip,
  traceId: activeTraceId(),
})

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
  on(OrdersExported, (work: Work, { exportId, adminId, filter, orderCount, ip }) =>
    writeAuditLog(work, {
      action: 'order.export',
      targetType: 'export',
      targetId: exportId,
      details: { orders: orderCount, filter: JSON.parse(filter) as unknown },
      origin: byAdmin(adminId, ip),
    }),
  ),
  on(PointsAdjusted, (work: Work, { userId, adjustmentId, delta, balance, adminId, reason, ip }) =>
    writeAuditLog(work, {
      action: 'points.adjust',
      targetType: 'user',
      targetId: userId,
      details: { points: delta, balance, reason, adjustmentId },
      origin: byAdmin(adminId, ip),
    }),
  ),
]
