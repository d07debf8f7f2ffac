import { newId } from '@linli/core'
import { activeTraceId, columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Step, UserCoupon } from './user-coupon.ts'

const USER_COUPON = columns(Prisma.UserCouponScalarFieldEnum)

export type Actor = { readonly type: 'USER' | 'STAFF' | 'ADMIN' | 'SYSTEM'; readonly id?: string }
export const SYSTEM: Actor = { type: 'SYSTEM' }

const toCoupon = (row: object): UserCoupon => fromColumns<UserCoupon>(row)

/** @throws COUPON_NOT_FOUND, for a missing one and for somebody else's alike. */
export async function loadOwnCoupon(sql: Sql, id: string, userId: string): Promise<UserCoupon> {
  const coupon = await findCoupon(sql, id)
  if (coupon?.userId !== userId) throw ActivityErrors.COUPON_NOT_FOUND({ couponId: id })
  return coupon
}

export async function findCoupon(sql: Sql, id: string): Promise<UserCoupon | undefined> {
  const [row] = await sql`select ${USER_COUPON} from user_coupons where id = ${id}`
  return row && toCoupon(row)
}

/** A wallet is small; this many are compared with a basket. */
const MOST = 200

/** What may be of use now: unused and not run out, or held by an order. What runs out first comes first. */
export async function listLiveCoupons(sql: Sql, userId: string, at: Date): Promise<UserCoupon[]> {
  const rows = await sql`
    select ${USER_COUPON} from user_coupons
    where user_id = ${userId} and (status = 'LOCKED' or (status = 'UNUSED' and valid_until > ${at}))
    order by valid_until, id limit ${MOST}`
  return rows.map(toCoupon)
}

export type WalletFilter = {
  readonly status: string | undefined
  readonly after: string | undefined
  readonly limit: number
  readonly at: Date
}

/** A user's coupons in a state as it is at `at`, newest first. */
export async function listCoupons(sql: Sql, userId: string, filter: WalletFilter): Promise<UserCoupon[]> {
  const { status, after, limit, at } = filter
  const rows = await sql`
    select * from (
      select ${USER_COUPON}, case when status = 'UNUSED' and valid_until <= ${at} then 'EXPIRED' else status end as current
      from user_coupons where user_id = ${userId}
    ) coupon
    where (${status ?? null}::text is null or current = ${status ?? null})
      and (${after ?? null}::uuid is null or id < ${after ?? null}::uuid)
    order by id desc limit ${limit}`
  return rows.map(({ current: _current, ...row }) => toCoupon(row))
}

export type AdminFilter = {
  readonly templateId?: string | undefined
  readonly userId?: string | undefined
  readonly status?: string | undefined
}

export async function pageCoupons(
  sql: Sql,
  { templateId, userId, status }: AdminFilter,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ coupons: UserCoupon[]; total: number }> {
  const rows = await sql<{ total: number }>`
    select ${USER_COUPON.of('coupon')}, count(*) over () as total from user_coupons coupon
    where (${templateId ?? null}::uuid is null or template_id = ${templateId ?? null}::uuid)
      and (${userId ?? null}::uuid is null or user_id = ${userId ?? null}::uuid)
      and (${status ?? null}::text is null or status = ${status ?? null})
    order by id desc limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { coupons: rows.map(({ total: _total, ...row }) => toCoupon(row)), total: rows[0]?.total ?? 0 }
}

export type NewCoupon = Pick<
  UserCoupon,
  | 'templateId'
  | 'userId'
  | 'source'
  | 'name'
  | 'merchantId'
  | 'funding'
  | 'terms'
  | 'validFrom'
  | 'validUntil'
> & {
  readonly day: string
  readonly sourceRef: string | null
  readonly perUserLimit: number
  readonly perDayLimit: number | null
  readonly actor: Actor
}

/**
 * The user's next coupon of the template, with its history row. Undefined when a limit is reached, the reason it is
 * given for was used, or another request of the same user was faster: the unique keys decide.
 */
export async function insertCoupon({ sql, now }: Work, coupon: NewCoupon): Promise<UserCoupon | undefined> {
  const [row] = await sql`
    with issued as (
      insert into user_coupons (id, template_id, user_id, seq, day, day_seq, source, source_ref, name, merchant_id, funding,
        terms, valid_from, valid_until, status, version, created_at, updated_at)
      select ${newId(now)}::uuid, ${coupon.templateId}::uuid, ${coupon.userId}::uuid, mine.seq, ${coupon.day}::date,
        mine.day_seq, ${coupon.source}, ${coupon.sourceRef}, ${coupon.name}, ${coupon.merchantId}::uuid, ${coupon.funding},
        ${JSON.stringify(coupon.terms)}::jsonb, ${coupon.validFrom}::timestamptz, ${coupon.validUntil}::timestamptz,
        'UNUSED', 1, ${now}::timestamptz, ${now}::timestamptz
      from (
        select coalesce(max(seq), 0) + 1 as seq,
               coalesce(max(day_seq) filter (where day = ${coupon.day}::date), 0) + 1 as day_seq
        from user_coupons where template_id = ${coupon.templateId}::uuid and user_id = ${coupon.userId}::uuid
      ) mine
      where mine.seq <= ${coupon.perUserLimit}::integer
        and (${coupon.perDayLimit}::integer is null or mine.day_seq <= ${coupon.perDayLimit}::integer)
      on conflict do nothing returning ${USER_COUPON}
    ), history as (
      insert into coupon_history (coupon_id, event, to_status, actor_type, actor_id, reason, trace_id, at)
      select id, 'issue', 'UNUSED', ${coupon.actor.type}, ${coupon.actor.id ?? null}::uuid, '', ${activeTraceId()}, ${now}
      from issued
    )
    select * from issued`
  return row && toCoupon(row)
}

export type Held = { readonly count: number; readonly today: number; readonly forRef: UserCoupon | undefined }

/** What the user has of a template, and what was given for `sourceRef` already. */
export async function countCoupons({ sql }: Work, coupon: NewCoupon): Promise<Held> {
  const [counts] = await sql<{ count: number; today: number }>`
    select count(*) as count, count(*) filter (where day = ${coupon.day}::date) as today
    from user_coupons where template_id = ${coupon.templateId} and user_id = ${coupon.userId}`
  const [row] = await sql`
    select ${USER_COUPON} from user_coupons
    where template_id = ${coupon.templateId} and source = ${coupon.source} and source_ref = ${coupon.sourceRef}`
  return { count: counts?.count ?? 0, today: counts?.today ?? 0, forRef: row && toCoupon(row) }
}

/** `budgeted`: what the coupon takes off counts against a budget of its template. */
export type LockedCoupon = UserCoupon & { readonly budgeted: boolean }

export async function lockCouponRow({ sql }: Work, id: string): Promise<LockedCoupon | undefined> {
  const [row] = await sql`
    select ${USER_COUPON.of('coupon')}, template.budget_fen is not null as budgeted
    from user_coupons coupon join coupon_templates template on template.id = coupon.template_id
    where coupon.id = ${id} for update of coupon`
  return row && fromColumns<LockedCoupon>(row)
}

export type Saving = {
  readonly actor: Actor
  readonly orderId?: string | undefined
  readonly reason?: string
}

/** Compare-and-set on state and version, with the history row. @throws when the row was not locked before. */
export async function saveCoupon(
  work: Work,
  before: UserCoupon,
  { step, ...saving }: Saving & { step: Step },
): Promise<void> {
  const { event, next } = step
  const saved = await work.sql`
    with history as (
      insert into coupon_history (coupon_id, from_status, event, to_status, order_id, actor_type, actor_id, reason, trace_id, at)
      values (${next.id}, ${before.status}, ${event}, ${next.status}, ${saving.orderId ?? null}, ${saving.actor.type},
              ${saving.actor.id ?? null}, ${saving.reason ?? ''}, ${activeTraceId()}, ${work.now})
    )
    update user_coupons set status = ${next.status}, locked_order_id = ${next.lockedOrderId},
      locked_at = case when ${next.status} in ('LOCKED', 'USED') then coalesce(locked_at, ${work.now}) end,
      used_at = ${next.usedAt}, discount_fen = ${next.discountFen}, valid_until = ${next.validUntil},
      grace_used = ${next.graceUsed}, return_count = ${next.returnCount}, version = ${next.version}, updated_at = ${work.now}
    where id = ${next.id} and status = ${before.status} and version = ${before.version}
    returning id`
  if (saved.length === 0) throw new Error(`coupon ${next.id} changed under its lock`)
}

export type Claim = { readonly requestHash: string; readonly coupon: UserCoupon }

export async function findClaim(sql: Sql, userId: string, key: string): Promise<Claim | undefined> {
  const [row] = await sql<{ request_hash: string; coupon: string }>`
    select claim.request_hash as claim_hash, ${USER_COUPON.of('coupon')} from coupon_claims claim
    join user_coupons coupon on coupon.id = claim.coupon_id
    where claim.user_id = ${userId} and claim.idempotency_key = ${key}`
  if (!row) return undefined
  const { claim_hash: requestHash, ...coupon } = row as Record<string, unknown>
  return { requestHash: String(requestHash), coupon: toCoupon(coupon) }
}

/** @throws a unique violation when the key was used before. */
export async function insertClaim(
  { sql, now }: Work,
  claim: { userId: string; key: string; requestHash: string; couponId: string },
): Promise<void> {
  await sql`
    insert into coupon_claims (user_id, idempotency_key, request_hash, coupon_id, created_at)
    values (${claim.userId}, ${claim.key}, ${claim.requestHash}, ${claim.couponId}, ${now})`
}

/** How many coupons of each template the user has had. */
export async function countMine(
  sql: Sql,
  userId: string,
  templateIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await sql<{ template_id: string; count: number }>`
    select template_id, count(*) as count from user_coupons
    where user_id = ${userId} and template_id = any(${templateIds}::uuid[]) group by template_id`
  return new Map(rows.map((row) => [row.template_id, row.count]))
}

/** Writes down what is expired since `before`, some rows at a time. @returns how many. */
export async function expireCoupons({ sql, now }: Work, before: Date, limit: number): Promise<number> {
  const rows = await sql`
    with due as (
      select id from user_coupons where status = 'UNUSED' and valid_until < ${before}
      order by valid_until limit ${limit} for update skip locked
    ), expired as (
      update user_coupons coupon set status = 'EXPIRED', version = version + 1, updated_at = ${now}
      from due where coupon.id = due.id returning coupon.id
    )
    insert into coupon_history (coupon_id, from_status, event, to_status, actor_type, reason, at)
    select id, 'UNUSED', 'expire', 'EXPIRED', 'SYSTEM', '', ${now} from expired returning id`
  return rows.length
}

/** Coupons a user could still use. */
export async function listUnused(sql: Sql, userId: string, at: Date): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    select id from user_coupons
    where user_id = ${userId} and status = 'UNUSED' and valid_until > ${at} order by id`
  return rows.map(({ id }) => id)
}
