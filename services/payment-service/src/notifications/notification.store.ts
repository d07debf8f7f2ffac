import type { NoticeHeaders } from '../channels/channel.ts'
import type { Work } from '../deps.ts'

export type NotificationRow = {
  readonly id: string
  readonly eventType: string
  readonly outTradeNo: string | null
  readonly outRefundNo: string | null
  readonly outcome: string
  readonly headers: NoticeHeaders
  readonly body: string
}

/** @returns false when this notice has been recorded before. */
export async function insertNotification(work: Work, row: NotificationRow): Promise<boolean> {
  const inserted = await work.sql`
    insert into notifications (id, event_type, out_trade_no, out_refund_no, outcome, headers, body, received_at)
    values (${row.id}, ${row.eventType}, ${row.outTradeNo}, ${row.outRefundNo}, ${row.outcome},
            ${JSON.stringify(row.headers)}::jsonb, ${row.body}, ${work.now})
    on conflict (id) do nothing returning id`
  return inserted.length > 0
}

export async function deleteNotificationsBefore(work: Work, before: Date, limit: number): Promise<number> {
  const rows = await work.sql`
    delete from notifications where id in (
      select id from notifications where received_at < ${before} limit ${limit} for update skip locked) returning id`
  return rows.length
}
