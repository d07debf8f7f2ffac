import { newId } from '@linli/core'
import { activeTraceId, columns, fromColumns, type Sql, toColumns } from '@linli/events'
import type { Work } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { firstIdAt } from '../messages/first-id.ts'
import type { Channel, Step } from '../rules/rule.ts'
import type { Decision, Dispatch, DispatchEvent, DispatchStatus } from './dispatch.ts'

const DISPATCH = columns(Prisma.DispatchScalarFieldEnum)
const DISPATCH_HISTORY = columns(Prisma.DispatchHistoryScalarFieldEnum)

type HistoryStep = {
  readonly dispatchId: string
  readonly fromStatus: DispatchStatus | null
  readonly event: DispatchEvent | 'create'
  readonly toStatus: DispatchStatus
  readonly actor: string
  readonly detail: object
}

async function insertHistory(work: Work, steps: readonly HistoryStep[]): Promise<void> {
  const traceId = activeTraceId()
  const rows = steps.map((step) => toColumns({ ...step, id: newId(work.now), at: work.now, traceId }))
  await work.sql`
    insert into dispatch_history (${DISPATCH_HISTORY})
    select ${DISPATCH_HISTORY} from jsonb_populate_recordset(null::dispatch_history, ${JSON.stringify(rows)}::jsonb)`
}

const rowToDispatch = (row: object): Dispatch => fromColumns<Dispatch>(row)

/**
 * Claims what is due, and what waits to be one message with it. Another process skips these rows; when this one dies
 * they are found by `takeStuck`.
 */
export async function claimDue(work: Work, channel: Channel, limit: number): Promise<Dispatch[]> {
  const claimed = await work.sql`
    with due as (
      select id, batch_key from dispatches
      where status = 'PENDING' and channel = ${channel} and due_at <= ${work.now}
      order by due_at limit ${limit} for update skip locked
    ), mates as (
      select id from dispatches
      where status = 'PENDING' and channel = ${channel} and batch_key in (select batch_key from due)
      for update skip locked
    )
    update dispatches
    set status = 'SENDING', attempts = attempts + 1, claimed_at = ${work.now}, version = version + 1
    where id in (select id from due union select id from mates)
    returning ${DISPATCH}`
  const dispatches = claimed.map(rowToDispatch)
  if (dispatches.length > 0)
    await insertHistory(
      work,
      dispatches.map(({ id, attempts }) => ({
        dispatchId: id,
        fromStatus: 'PENDING',
        event: 'claim',
        toStatus: 'SENDING',
        actor: 'job',
        detail: { attempt: attempts },
      })),
    )
  return dispatches
}

/** Claimed before `before` and never finished: the process died, perhaps after the provider had heard it. */
export async function takeStuck(work: Work, before: Date): Promise<number> {
  const rows = await work.sql<{ id: string }>`
    with stuck as (
      select id from dispatches where status = 'SENDING' and claimed_at < ${before} limit 100 for update skip locked
    )
    update dispatches set status = 'PENDING', maybe_sent = true, due_at = ${work.now}, version = version + 1
    where id in (select id from stuck) returning id`
  if (rows.length > 0)
    await insertHistory(
      work,
      rows.map(({ id }) => ({
        dispatchId: id,
        fromStatus: 'SENDING',
        event: 'recover',
        toStatus: 'PENDING',
        actor: 'job',
        detail: {},
      })),
    )
  return rows.length
}

export type Decided = { readonly dispatch: Dispatch; readonly decision: Decision; readonly actor: string }

/** Saves decisions, each only when the row is still the one that was decided on. @returns those that were saved. */
export async function saveDecisions(work: Work, decided: readonly Decided[]): Promise<Decided[]> {
  const rows = decided.map(({ dispatch: { id, version }, decision }) =>
    toColumns({ id, version, ...decision }),
  )
  const saved = await work.sql<{ id: string }>`
    update dispatches as dispatch
    set status = next.status, attempts = next.attempts, due_at = next.due_at,
        expires_at = next.expires_at, maybe_sent = next.maybe_sent,
        failure = next.failure, code = next.code, detail = next.detail,
        provider = coalesce(next.provider, dispatch.provider),
        provider_ref = coalesce(next.provider_ref, dispatch.provider_ref),
        address_index = coalesce(next.address_index, dispatch.address_index), merged_into = next.merged_into,
        sent_at = coalesce(next.sent_at, dispatch.sent_at), version = dispatch.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as next(id uuid, version integer, status text,
      attempts integer, due_at timestamptz, expires_at timestamptz, maybe_sent boolean, failure text, code text,
      detail text, provider text, provider_ref text, address_index text, merged_into uuid, sent_at timestamptz)
    where dispatch.id = next.id and dispatch.version = next.version
    returning dispatch.id`
  const ids = new Set(saved.map(({ id }) => id))
  const kept = decided.filter(({ dispatch }) => ids.has(dispatch.id))
  if (kept.length > 0)
    await insertHistory(
      work,
      kept.map(({ dispatch, decision, actor }) => ({
        dispatchId: dispatch.id,
        fromStatus: dispatch.status,
        event: decision.event,
        toStatus: decision.status,
        actor,
        detail: { code: decision.code, detail: decision.detail },
      })),
    )
  return kept
}

export type Fallback = {
  readonly id: string
  readonly of: Dispatch
  readonly dueAt: Date
}

/** The next channel of each that failed, where there is one that can work. */
export async function insertFallbacks(work: Work, fallbacks: readonly Fallback[]): Promise<void> {
  const rows = fallbacks.map(({ id, of, dueAt }) => ({ id, of: of.id, due_at: dueAt }))
  await work.sql`
    insert into dispatches (id, event_id, event_type, audience, recipient_id, channel, template, fallback, vars, subject_id,
                            batch_key, quiet_hours, status, attempts, due_at, expires_at, maybe_sent, occurred_at,
                            created_at, version)
    select next.id, failed.event_id, failed.event_type, failed.audience, failed.recipient_id, first.step ->> 'channel',
           first.step ->> 'template',
           (select coalesce(jsonb_agg(rest.step order by rest.place), '[]')
            from jsonb_array_elements(failed.fallback) with ordinality as rest(step, place)
            where rest.place > first.place),
           failed.vars, failed.subject_id, failed.batch_key, failed.quiet_hours, 'PENDING', 0, next.due_at,
           failed.expires_at, false, failed.occurred_at, ${work.now}::timestamptz, 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as next(id uuid, "of" uuid, due_at timestamptz)
    join dispatches as failed on failed.id = next."of"
    cross join lateral (
      select one.step, one.place from jsonb_array_elements(failed.fallback) with ordinality as one(step, place)
      where one.step ->> 'channel' <> 'WECHAT' or exists (
        select 1 from subscription_credits as credit
        where credit.recipient_id = failed.recipient_id and credit.template_id = one.step ->> 'template'
          and credit.credits > 0)
      order by one.place limit 1
    ) as first
    on conflict do nothing`
}

export type NewDispatch = Pick<
  Dispatch,
  'eventId' | 'eventType' | 'audience' | 'recipientId' | 'vars' | 'expiresAt'
> &
  Step

/** One that somebody asked for by hand. @returns its id. */
export async function insertDispatch(work: Work, dispatch: NewDispatch, actor: string): Promise<string> {
  const id = newId<'Dispatch'>(work.now)
  await work.sql`
    insert into dispatches (id, event_id, event_type, audience, recipient_id, channel, template, fallback, vars, quiet_hours,
                            status, attempts, due_at, expires_at, maybe_sent, occurred_at, created_at, version)
    values (${id}, ${dispatch.eventId}, ${dispatch.eventType}, ${dispatch.audience}, ${dispatch.recipientId},
            ${dispatch.channel}, ${dispatch.template}, '[]', ${JSON.stringify(dispatch.vars)}::jsonb, false, 'PENDING', 0,
            ${work.now}, ${dispatch.expiresAt}, false, ${work.now}, ${work.now}, 1)`
  await insertHistory(work, [
    { dispatchId: id, fromStatus: null, event: 'create', toStatus: 'PENDING', actor, detail: {} },
  ])
  return id
}

export async function lockDispatch(work: Work, id: string): Promise<Dispatch | undefined> {
  const [row] = await work.sql`select ${DISPATCH} from dispatches where id = ${id} for update`
  return row && rowToDispatch(row)
}

/** The dispatch that a receipt is about: the provider's number and the phone's index must both be right. */
export async function lockByReceipt(
  work: Work,
  { provider, ref, addressIndex }: { provider: string; ref: string; addressIndex: string },
): Promise<Dispatch | undefined> {
  const [row] = await work.sql`
    select ${DISPATCH} from dispatches
    where provider = ${provider} and provider_ref = ${ref} and address_index = ${addressIndex} for update`
  return row && rowToDispatch(row)
}

export async function stampDelivered(work: Work, id: string): Promise<void> {
  await work.sql`update dispatches set delivered_at = ${work.now} where id = ${id}`
}

/** SMS accepted since `since`: in all, and per phone of `indices`. */
export async function countSms(
  sql: Sql,
  indices: readonly string[],
  since: Date,
): Promise<{ total: number; perPhone: Map<string, number> }> {
  const [[all], rows] = await Promise.all([
    sql<{ total: number }>`
      select count(*)::integer as total from dispatches where channel = 'SMS' and sent_at >= ${since}`,
    sql<{ address_index: string; sent: number }>`
      select address_index, count(*)::integer as sent from dispatches
      where address_index = any(${indices}) and sent_at >= ${since} group by address_index`,
  ])
  return { total: all?.total ?? 0, perPhone: new Map(rows.map((row) => [row.address_index, row.sent])) }
}

/** Deletes a batch of what ended before `before`; its history goes with it. @returns how many. */
export async function purgeDispatches(work: Work, before: Date, limit: number): Promise<number> {
  const rows = await work.sql`
    delete from dispatches where id in (
      select id from dispatches where id < ${firstIdAt(before)}::uuid and status <> 'SENDING' order by id limit ${limit}
    ) returning id`
  return rows.length
}
