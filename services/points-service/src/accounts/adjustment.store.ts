import type { Sql } from '@linli/events'
import type { Work } from '../deps.ts'

export type Adjustment = {
  readonly id: string
  readonly userId: string
  /** Below zero when points are taken. */
  readonly points: number
  readonly reason: string
  readonly adminId: string
  readonly idempotencyKey: string
  readonly requestHash: string
}

type Key = Pick<Adjustment, 'adminId' | 'idempotencyKey'>

export async function findAdjustment(
  sql: Sql,
  { adminId, idempotencyKey }: Key,
): Promise<{ requestHash: string } | undefined> {
  const [row] = await sql<{ requestHash: string }>`
    select request_hash as "requestHash" from points_adjustments
    where admin_id = ${adminId} and idempotency_key = ${idempotencyKey}`
  return row
}

/** @returns false when the key was used for somebody else meanwhile. */
export async function addAdjustment(work: Work, adjustment: Adjustment): Promise<boolean> {
  const { id, userId, points, reason, adminId, idempotencyKey, requestHash } = adjustment
  const added = await work.sql`
    insert into points_adjustments (id, user_id, points, reason, admin_id, idempotency_key, request_hash, created_at)
    values (${id}, ${userId}, ${points}, ${reason}, ${adminId}, ${idempotencyKey}, ${requestHash}, ${work.now})
    on conflict (admin_id, idempotency_key) do nothing returning id`
  return added.length > 0
}
