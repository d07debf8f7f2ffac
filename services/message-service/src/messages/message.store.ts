import { fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import type { Category } from '../rules/rule.ts'
import { firstIdAt } from './first-id.ts'
import type { Message, Reader } from './message.ts'

export type MessagePage = {
  readonly category: Category | undefined
  /** Sort key of the last one seen. */
  readonly after: { readonly occurredAt: Date; readonly id: string } | undefined
  readonly limit: number
}

const END = { occurredAt: new Date('9999-12-31T00:00:00Z'), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }

/** Newest first. A merchant's message is one row; marks and watermarks say what this reader has read or put away. */
export async function listMessages(sql: Sql, reader: Reader, page: MessagePage): Promise<Message[]> {
  const { category = null, after = END, limit } = page
  const rows =
    reader.type === 'USER'
      ? await sql`
          select id, category, event_type, title_zh, title_en, body_zh, body_en, link, occurred_at,
                 read_at is not null as read
          from messages
          where owner_id = ${reader.ownerId} and owner_type = 'USER' and deleted_at is null
            and (${category}::text is null or category = ${category})
            and (occurred_at, id) < (${after.occurredAt}::timestamptz, ${after.id}::uuid)
          order by occurred_at desc, id desc limit ${limit}`
      : await sql`
          select message.id, message.category, message.event_type, message.title_zh, message.title_en, message.body_zh,
                 message.body_en, message.link, message.occurred_at,
                 mark.read_at is not null or message.created_at <= coalesce(watermark.read_until, '-infinity') as read
          from messages as message
          left join message_marks as mark on mark.message_id = message.id and mark.reader_id = ${reader.readerId}
          left join read_watermarks as watermark
            on watermark.reader_id = ${reader.readerId} and watermark.category = message.category
          where message.owner_id = ${reader.ownerId} and message.owner_type = 'MERCHANT' and message.deleted_at is null
            and (message.permission is null or message.permission = any(${reader.permissions}))
            and mark.deleted_at is null and (${category}::text is null or message.category = ${category})
            and (message.occurred_at, message.id) < (${after.occurredAt}::timestamptz, ${after.id}::uuid)
          order by message.occurred_at desc, message.id desc limit ${limit}`
  return rows.map((row) => fromColumns<Message>(row))
}

export async function countUnread(
  sql: Sql,
  reader: Reader,
): Promise<{ category: Category; unread: number }[]> {
  return reader.type === 'USER'
    ? sql<{ category: Category; unread: number }>`
        select category, count(*)::integer as unread from messages
        where owner_id = ${reader.ownerId} and owner_type = 'USER' and read_at is null and deleted_at is null
        group by category`
    : sql<{ category: Category; unread: number }>`
        select message.category, count(*)::integer as unread
        from messages as message
        left join message_marks as mark on mark.message_id = message.id and mark.reader_id = ${reader.readerId}
        left join read_watermarks as watermark
          on watermark.reader_id = ${reader.readerId} and watermark.category = message.category
        where message.owner_id = ${reader.ownerId} and message.owner_type = 'MERCHANT' and message.deleted_at is null
            and (message.permission is null or message.permission = any(${reader.permissions}))
          and message.read_at is null and mark.message_id is null
          and message.created_at > coalesce(watermark.read_until, '-infinity')
        group by message.category`
}

/** @returns false when the reader has no such message. Repeating it changes nothing. */
export async function markRead(work: Work, reader: Reader, id: string): Promise<boolean> {
  const rows =
    reader.type === 'USER'
      ? await work.sql`
          update messages set read_at = coalesce(read_at, ${work.now})
          where id = ${id} and owner_id = ${reader.ownerId} and owner_type = 'USER' and deleted_at is null returning id`
      : await work.sql`
          insert into message_marks as mark (message_id, reader_id, read_at)
          select id, ${reader.readerId}::uuid, ${work.now}::timestamptz from messages
          where id = ${id} and owner_id = ${reader.ownerId} and owner_type = 'MERCHANT' and deleted_at is null
            and (permission is null or permission = any(${reader.permissions}))
          on conflict (message_id, reader_id) do update set read_at = mark.read_at where mark.deleted_at is null
          returning message_id`
  return rows.length > 0
}

/** @returns false when the reader has no such message (any more). Staff put it away for themselves alone. */
export async function putAway(work: Work, reader: Reader, id: string): Promise<boolean> {
  const rows =
    reader.type === 'USER'
      ? await work.sql`
          update messages set deleted_at = ${work.now}
          where id = ${id} and owner_id = ${reader.ownerId} and owner_type = 'USER' and deleted_at is null returning id`
      : await work.sql`
          insert into message_marks as mark (message_id, reader_id, read_at, deleted_at)
          select id, ${reader.readerId}::uuid, ${work.now}::timestamptz, ${work.now}::timestamptz from messages
          where id = ${id} and owner_id = ${reader.ownerId} and owner_type = 'MERCHANT' and deleted_at is null
            and (permission is null or permission = any(${reader.permissions}))
          on conflict (message_id, reader_id) do update set deleted_at = excluded.deleted_at
            where mark.deleted_at is null
          returning message_id`
  return rows.length > 0
}

/** Everything of these categories that is there now counts as read. */
export async function markAllRead(
  work: Work,
  reader: Reader,
  categories: readonly Category[],
): Promise<void> {
  if (reader.type === 'USER') {
    await work.sql`
      update messages set read_at = ${work.now}
      where owner_id = ${reader.ownerId} and owner_type = 'USER' and read_at is null and deleted_at is null
        and category = any(${categories})`
    return
  }
  await work.sql`
    insert into read_watermarks as watermark (reader_id, category, read_until)
    select ${reader.readerId}::uuid, category, ${work.now}::timestamptz from unnest(${categories}::text[]) as category
    on conflict (reader_id, category) do update set read_until = greatest(watermark.read_until, excluded.read_until)`
}

/** Deletes a batch of what is older than `before`. @returns how many. */
export async function purgeMessages(work: Work, before: Date, limit: number): Promise<number> {
  const rows = await work.sql`
    delete from messages where id in (
      select id from messages where id < ${firstIdAt(before)}::uuid order by id limit ${limit}) returning id`
  return rows.length
}

/** The whole inbox of a resident. */
export async function dropMessages({ sql }: Work, userId: string): Promise<void> {
  await sql`delete from messages where owner_id = ${userId} and owner_type = 'USER'`
}
