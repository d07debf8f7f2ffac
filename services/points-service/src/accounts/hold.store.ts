import { newId } from '@linli/core'
import { columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { type Hold, type HoldStatus, holdMachine } from './hold.ts'

const POINTS_HOLD = columns(Prisma.PointsHoldScalarFieldEnum)

export async function findHold(sql: Sql, orderId: string): Promise<Hold | undefined> {
  const [row] = await sql`select ${POINTS_HOLD} from points_holds where order_id = ${orderId}`
  return row && fromColumns<Hold>(row)
}

/** The hold under lock; undefined when the order is unknown. */
export async function lockHold(work: Work, orderId: string): Promise<Hold | undefined> {
  const [row] = await work.sql`select ${POINTS_HOLD} from points_holds where order_id = ${orderId} for update`
  return row && fromColumns<Hold>(row)
}

type NewHold = {
  readonly orderId: string
  readonly userId: string | null
  readonly points: number
  readonly status: HoldStatus
}

/** @returns false when the order has one already */
export async function addHold(work: Work, { orderId, userId, points, status }: NewHold): Promise<boolean> {
  const added = await work.sql`
    insert into points_holds (order_id, user_id, points, status, created_at, updated_at)
    values (${orderId}, ${userId}, ${points}, ${status}, ${work.now}, ${work.now})
    on conflict (order_id) do nothing returning order_id`
  if (added.length > 0) await remember(work, orderId, { from: null, event: 'add', to: status })
  return added.length > 0
}

/** @throws ILLEGAL_TRANSITION */
export async function moveHold(work: Work, hold: Hold, event: 'consume' | 'unfreeze'): Promise<void> {
  const to = holdMachine.next(hold.status, event)
  await work.sql`update points_holds set status = ${to}, updated_at = ${work.now} where order_id = ${hold.orderId}`
  await remember(work, hold.orderId, { from: hold.status, event, to })
}

type Step = { readonly from: HoldStatus | null; readonly event: string; readonly to: HoldStatus }

async function remember(work: Work, orderId: string, { from, event, to }: Step): Promise<void> {
  await work.sql`
    insert into points_hold_history (id, order_id, from_status, event, to_status, at)
    values (${newId(work.now)}, ${orderId}, ${from}, ${event}, ${to}, ${work.now})`
}

/** Holds that have been frozen for long: their order may have been lost. */
export async function listOldHolds(sql: Sql, before: Date, limit: number): Promise<Hold[]> {
  const rows = await sql`
    select ${POINTS_HOLD} from points_holds where status = 'FROZEN' and created_at < ${before} order by created_at limit ${limit}`
  return rows.map((row) => fromColumns<Hold>(row))
}
