import { newId } from '@linli/core'
import type { Sql } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import type { AuditEntry } from './audit-log.ts'

export async function insertAuditLog(
  work: Work,
  { action, targetType, targetId, details, origin }: AuditEntry,
): Promise<void> {
  await work.sql`
    insert into audit_logs (id, at, actor_type, actor_id, merchant_id, action, target_type, target_id, details, ip, trace_id)
    values (${newId(work.now)}, ${work.now}, ${origin.actorType}, ${origin.actorId}, ${origin.merchantId}, ${action},
            ${targetType}, ${targetId}, ${JSON.stringify(details ?? {})}::jsonb, ${origin.ip}, ${origin.traceId})`
}

export type AuditFilter = {
  readonly actorId?: string
  readonly targetType?: string
  readonly targetId?: string
  readonly action?: string
  readonly traceId?: string
  readonly merchantId?: string
  readonly from?: Date
  readonly to?: Date
}

/** Newest first. */
export async function listAuditLogs(
  db: Deps['db'],
  filter: AuditFilter,
  page: { skip: number; take: number },
) {
  const { from, to, ...equal } = filter
  const where = { ...equal, at: { ...(from && { gte: from }), ...(to && { lt: to }) } }
  const [items, total] = await Promise.all([
    db.auditLog.findMany({ where, orderBy: [{ at: 'desc' }, { id: 'desc' }], ...page }),
    db.auditLog.count({ where }),
  ])
  return { items, total }
}

export type AuditLogRow = Awaited<ReturnType<typeof listAuditLogs>>['items'][number]

/** Removes audit and login lines older than 180 days: the only way any of them leaves. */
export async function forgetOldLogs(sql: Sql): Promise<number> {
  const [row] = await sql<{ forgotten: number }>`select forget_old_logs() as forgotten`
  return row?.forgotten ?? 0
}
