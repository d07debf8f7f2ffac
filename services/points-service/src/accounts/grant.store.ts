import type { BusinessDay } from '@linli/core'
import { columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { type Grant, grantMachine } from './grant.ts'

const POINTS_GRANT = columns(Prisma.PointsGrantScalarFieldEnum)

export async function earnedOn(sql: Sql, userId: string, day: BusinessDay): Promise<number> {
  const [row] = await sql<{ points: number }>`
    select coalesce(sum(points), 0) as points from points_grants
    where user_id = ${userId} and business_day = ${day} and status <> 'REVOKED'`
  return row?.points ?? 0
}

export type NewGrant = Omit<Grant, 'status'> & { readonly day: BusinessDay }

/** @returns false when the order was granted before */
export async function addGrant(
  work: Work,
  { orderId, userId, points, ruleVersion, day }: NewGrant,
): Promise<boolean> {
  const added = await work.sql`
    insert into points_grants (order_id, user_id, points, status, rule_version, business_day, created_at, updated_at)
    values (${orderId}, ${userId}, ${points}, 'PENDING', ${ruleVersion}, ${day}, ${work.now}, ${work.now})
    on conflict (order_id) do nothing returning order_id`
  return added.length > 0
}

export async function lockGrant(work: Work, orderId: string): Promise<Grant | undefined> {
  const [row] =
    await work.sql`select ${POINTS_GRANT} from points_grants where order_id = ${orderId} for update`
  return row && fromColumns<Grant>(row)
}

/** @throws ILLEGAL_TRANSITION */
export async function moveGrant(work: Work, grant: Grant, event: 'settle' | 'revoke'): Promise<void> {
  const to = grantMachine.next(grant.status, event)
  await work.sql`update points_grants set status = ${to}, updated_at = ${work.now} where order_id = ${grant.orderId}`
}
