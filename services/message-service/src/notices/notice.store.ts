import { columns, fromColumns, type Sql, toColumns } from '@linli/events'
import type { Work } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { About, Plan } from './plan.ts'

const DIGEST_ENTRY = columns(Prisma.DigestEntryScalarFieldEnum)

const rowsOf = (rows: readonly object[]) => JSON.stringify(rows.map(toColumns))

/**
 * In-app messages, digest entries and dispatches of one event in one statement: every order passes through here.
 * A dispatch is written on the first of its steps that can work; a subscribe message without credit cannot, so it
 * leaves no row. Repeating it changes nothing: the unique keys begin with the event's id.
 */
export async function insertNotices(work: Work, about: About, plan: Plan): Promise<void> {
  await work.sql`
    with message as (
      insert into messages (id, owner_type, owner_id, category, event_id, event_type, title_zh, title_en, body_zh, body_en,
                            link, permission, occurred_at, created_at)
      select id, owner_type, owner_id, category, ${about.id}::uuid, event_type, title_zh, title_en, body_zh, body_en, link,
             permission,             ${about.occurredAt}::timestamptz, ${work.now}::timestamptz
      from jsonb_populate_recordset(null::messages, ${rowsOf(plan.messages)}::jsonb)
      on conflict do nothing
    ), digest as (
      insert into digest_entries (event_id, merchant_id, event_type, vars, amount_fen, occurred_at, due_at)
      select ${about.id}::uuid, merchant_id, event_type, vars, amount_fen, ${about.occurredAt}::timestamptz, due_at
      from jsonb_populate_recordset(null::digest_entries, ${rowsOf(plan.digests)}::jsonb)
      on conflict do nothing
    ), planned as (
      select * from jsonb_to_recordset(${rowsOf(plan.dispatches)}::jsonb)
        as plan(id uuid, event_type text, audience text, recipient_id uuid, steps jsonb, vars jsonb, subject_id uuid,
                batch_key text, quiet_hours boolean, due_at timestamptz, expires_at timestamptz)
    )
    insert into dispatches (id, event_id, event_type, audience, recipient_id, channel, template, fallback, vars, subject_id,
                            batch_key, quiet_hours, status, attempts, due_at, expires_at, maybe_sent, occurred_at,
                            created_at, version)
    select plan.id, ${about.id}::uuid, plan.event_type, plan.audience, plan.recipient_id, first.step ->> 'channel',
           first.step ->> 'template',
           (select coalesce(jsonb_agg(rest.step order by rest.place), '[]')
            from jsonb_array_elements(plan.steps) with ordinality as rest(step, place) where rest.place > first.place),
           plan.vars, plan.subject_id, plan.batch_key, plan.quiet_hours, 'PENDING', 0, plan.due_at, plan.expires_at, false,
           ${about.occurredAt}::timestamptz, ${work.now}::timestamptz, 1
    from planned as plan
    cross join lateral (
      select one.step, one.place from jsonb_array_elements(plan.steps) with ordinality as one(step, place)
      where one.step ->> 'channel' <> 'WECHAT' or exists (
        select 1 from subscription_credits as credit
        where credit.recipient_id = plan.recipient_id and credit.template_id = one.step ->> 'template' and credit.credits > 0)
      order by one.place limit 1
    ) as first
    on conflict do nothing`
}

export type Digest = {
  readonly merchantId: string
  readonly eventType: string
  readonly eventId: string
  readonly count: number
  readonly amountFen: number
  /** Of the first one. */
  readonly vars: Readonly<Record<string, string>>
  readonly occurredAt: Date
}

type Shop = Pick<Digest, 'merchantId' | 'eventType'>

/** Where a window is over. */
export async function listDueShops(sql: Sql, dueBy: Date, limit: number): Promise<Shop[]> {
  const rows = await sql`
    select distinct merchant_id, event_type from digest_entries where due_at <= ${dueBy} limit ${limit}`
  return rows.map((row) => fromColumns<Shop>(row))
}

/** Takes the entries of these shops whose window is over out of the table, added up per merchant, event and window. */
export async function takeDueDigests(work: Work, shops: readonly Shop[], dueBy: Date): Promise<Digest[]> {
  const rows = await work.sql`
    with shop as (
      select * from jsonb_to_recordset(${rowsOf(shops)}::jsonb) as shop(merchant_id uuid, event_type text)
    ), taken as (
      delete from digest_entries as entry using shop
      where entry.merchant_id = shop.merchant_id and entry.event_type = shop.event_type and entry.due_at <= ${dueBy}
      returning ${DIGEST_ENTRY.of('entry')}
    )
    select merchant_id, event_type, (array_agg(event_id order by occurred_at, event_id))[1] as event_id,
           (array_agg(vars order by occurred_at, event_id))[1] as vars, count(*)::integer as count,
           sum(amount_fen)::bigint as amount_fen, max(occurred_at) as occurred_at
    from taken group by merchant_id, event_type, due_at`
  return rows.map((row) => fromColumns<Digest>(row))
}
