import { activeTraceId, columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { LockStatus, PromotionLock, Refusal } from './promotion-lock.ts'

const PROMOTION_LOCK = columns(Prisma.PromotionLockScalarFieldEnum)

const toLock = (row: object): PromotionLock => fromColumns<PromotionLock>(row)

type Asking = { readonly orderId: string; readonly userId: string }

/** Takes the order's row: a second event of the same order waits here for the first. @returns undefined when it was there. */
export async function openLock(
  { sql, now }: Work,
  { orderId, userId }: Asking,
): Promise<PromotionLock | undefined> {
  const [row] = await sql`
    insert into promotion_locks (order_id, user_id, status, version, checked_at, created_at, updated_at)
    values (${orderId}, ${userId}, 'LOCKED', 1, ${now}, ${now}, ${now})
    on conflict (order_id) do nothing returning ${PROMOTION_LOCK}`
  return row && toLock(row)
}

/** What was opened is held: the coupon, and what it takes off, fee included. */
export async function holdLock(
  { sql, now }: Work,
  { orderId }: PromotionLock,
  { couponId, discountFen }: { couponId: string | null; discountFen: number },
): Promise<void> {
  await sql`
    with history as (
      insert into promotion_lock_history (order_id, event, to_status, actor_type, trace_id, at)
      values (${orderId}, 'lock', 'LOCKED', 'SYSTEM', ${activeTraceId()}, ${now})
    )
    update promotion_locks set coupon_id = ${couponId}, discount_fen = ${discountFen} where order_id = ${orderId}`
}

/** What refused the order is kept: asked again, the answer is the same. */
export async function rejectLock(
  { sql, now }: Work,
  { orderId }: PromotionLock,
  refusal: Refusal,
): Promise<void> {
  await sql`
    with history as (
      insert into promotion_lock_history (order_id, event, to_status, actor_type, trace_id, at)
      values (${orderId}, 'reject', 'REJECTED', 'SYSTEM', ${activeTraceId()}, ${now})
    )
    update promotion_locks set status = 'REJECTED', refusal = ${JSON.stringify(refusal)} where order_id = ${orderId}`
}

/** Leaves a tombstone when the order was never asked for. @returns false when it was. */
export async function buryLock(
  { sql, now }: Work,
  { orderId, userId }: Asking,
  refusal: Refusal,
): Promise<boolean> {
  const rows = await sql`
    with buried as (
      insert into promotion_locks (order_id, user_id, status, refusal, version, checked_at, created_at, updated_at)
      values (${orderId}, ${userId}, 'REJECTED', ${JSON.stringify(refusal)}, 1, ${now}, ${now}, ${now})
      on conflict (order_id) do nothing returning order_id
    )
    insert into promotion_lock_history (order_id, event, to_status, actor_type, at)
    select order_id, 'bury', 'REJECTED', 'SYSTEM', ${now}::timestamptz from buried returning order_id`
  return rows.length > 0
}

export async function lockLock({ sql }: Work, orderId: string): Promise<PromotionLock | undefined> {
  const [row] =
    await sql`select ${PROMOTION_LOCK} from promotion_locks where order_id = ${orderId} for update`
  return row && toLock(row)
}

/** The next state with its history row. */
export async function saveLock(
  { sql, now }: Work,
  before: PromotionLock,
  { event, to }: { event: string; to: LockStatus },
): Promise<PromotionLock> {
  const [row] = await sql`
    with history as (
      insert into promotion_lock_history (order_id, from_status, event, to_status, actor_type, trace_id, at)
      values (${before.orderId}, ${before.status}, ${event}, ${to}, 'SYSTEM', ${activeTraceId()}, ${now})
    )
    update promotion_locks set status = ${to}, version = version + 1, updated_at = ${now}
    where order_id = ${before.orderId} and version = ${before.version} returning ${PROMOTION_LOCK}`
  if (!row) throw new Error(`the lock of order ${before.orderId} changed under its lock`)
  return toLock(row)
}

/** Locks made and last looked at before `before`, the longest unseen first. */
export async function openLocksBefore(sql: Sql, before: Date, limit: number): Promise<Asking[]> {
  return sql<Asking>`
    select order_id as "orderId", user_id as "userId" from promotion_locks
    where status = 'LOCKED' and checked_at < ${before} order by checked_at limit ${limit}`
}

export async function markChecked({ sql, now }: Work, orderId: string): Promise<void> {
  await sql`update promotion_locks set checked_at = ${now} where order_id = ${orderId}`
}
