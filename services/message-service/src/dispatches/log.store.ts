import { columns, fromColumns, type Sql } from '@linli/events'
import { Prisma } from '../generated/prisma/client.ts'
import type { Channel } from '../rules/rule.ts'
import type { DispatchStatus, Failure } from './dispatch.ts'

const DISPATCH = columns(Prisma.DispatchScalarFieldEnum)

export type LogRow = {
  readonly id: string
  readonly eventId: string
  readonly eventType: string
  readonly audience: string
  readonly recipientId: string
  readonly channel: Channel
  readonly template: string
  readonly status: DispatchStatus
  readonly attempts: number
  readonly failure: Failure | null
  readonly code: string | null
  readonly detail: string | null
  readonly dueAt: Date
  readonly createdAt: Date
  readonly sentAt: Date | null
  readonly deliveredAt: Date | null
  readonly version: number
}

export type LogFilter = {
  readonly status?: DispatchStatus
  readonly channel?: Channel
  readonly eventType?: string
  readonly userId?: string
}

/** Newest first; ids carry their time. */
export async function pageLogs(
  sql: Sql,
  filter: LogFilter,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ items: LogRow[]; total: number }> {
  const { status = null, channel = null, eventType = null, userId = null } = filter
  const [rows, [count]] = await Promise.all([
    sql`
      select ${DISPATCH} from dispatches
      where (${status}::text is null or status = ${status}) and (${channel}::text is null or channel = ${channel})
        and (${eventType}::text is null or event_type = ${eventType})
        and (${userId}::uuid is null or recipient_id = ${userId}::uuid)
      order by id desc limit ${pageSize} offset ${(page - 1) * pageSize}`,
    sql<{ total: number }>`
      select count(*)::integer as total from dispatches
      where (${status}::text is null or status = ${status}) and (${channel}::text is null or channel = ${channel})
        and (${eventType}::text is null or event_type = ${eventType})
        and (${userId}::uuid is null or recipient_id = ${userId}::uuid)`,
  ])
  return { items: rows.map((row) => fromColumns<LogRow>(row)), total: count?.total ?? 0 }
}

export async function listByEvent(sql: Sql, eventId: string): Promise<LogRow[]> {
  const rows = await sql`select ${DISPATCH} from dispatches where event_id = ${eventId} order by id`
  return rows.map((row) => fromColumns<LogRow>(row))
}

export type InAppRow = {
  readonly id: string
  readonly ownerType: string
  readonly ownerId: string
  readonly createdAt: Date
}

export async function listInAppByEvent(sql: Sql, eventId: string): Promise<InAppRow[]> {
  const rows =
    await sql`select id, owner_type, owner_id, created_at from messages where event_id = ${eventId} order by id`
  return rows.map((row) => fromColumns<InAppRow>(row))
}

export type Statistic = {
  readonly eventType: string
  readonly channel: Channel
  readonly status: DispatchStatus
  readonly failure: Failure | null
  readonly count: number
}

/** Counts of what was created in `[from, to)`. */
export async function statistics(sql: Sql, from: Date, to: Date): Promise<Statistic[]> {
  const rows = await sql`
    select event_type, channel, status, failure, count(*)::integer as count from dispatches
    where created_at >= ${from} and created_at < ${to}
    group by event_type, channel, status, failure order by event_type, channel, status, failure`
  return rows.map((row) => fromColumns<Statistic>(row))
}

export type TemplateReach = {
  readonly templateId: string
  readonly reachable: number
  readonly banned: number
}

/** How many people each subscribe template may still reach. */
export async function reachability(sql: Sql): Promise<TemplateReach[]> {
  const rows = await sql`
    select template_id, count(*) filter (where credits > 0)::integer as reachable,
           count(*) filter (where banned)::integer as banned
    from subscription_credits group by template_id order by template_id`
  return rows.map((row) => fromColumns<TemplateReach>(row))
}

export type CreditLeft = { readonly credits: number; readonly banned: boolean }

export async function creditsOf(
  sql: Sql,
  userIds: readonly string[],
  templateId: string,
): Promise<Map<string, CreditLeft>> {
  const rows = await sql<{ recipient_id: string } & CreditLeft>`
    select recipient_id, credits, banned from subscription_credits
    where recipient_id = any(${userIds}::uuid[]) and template_id = ${templateId}`
  return new Map(rows.map(({ recipient_id, credits, banned }) => [recipient_id, { credits, banned }]))
}
