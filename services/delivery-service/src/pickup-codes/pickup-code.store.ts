import { newId } from '@linli/core'
import { columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'

const PICKUP_CODE = columns(Prisma.PickupCodeScalarFieldEnum)

export type PickupCode = {
  readonly deliveryId: string
  readonly pickupPointId: string
  readonly code: string
  readonly live: boolean
}

/** @returns false when a live task of the point has this code. */
export async function insertCode(
  work: Work,
  { deliveryId, pickupPointId, code }: Omit<PickupCode, 'live'>,
): Promise<boolean> {
  const rows = await work.sql`
    insert into pickup_codes (delivery_id, pickup_point_id, code, live, created_at)
    values (${deliveryId}, ${pickupPointId}, ${code}, true, ${work.now})
    on conflict do nothing returning delivery_id`
  return rows.length > 0
}

export async function findCode(sql: Sql, deliveryId: string): Promise<PickupCode | undefined> {
  const [row] = await sql`select ${PICKUP_CODE} from pickup_codes where delivery_id = ${deliveryId}`
  return row && fromColumns<PickupCode>(row)
}

/** The task that a code opens at a point; where none does now, the last one that did: its goods are gone. */
export async function findByCode(sql: Sql, pickupPointId: string, code: string): Promise<string | undefined> {
  const [row] = await sql<{ id: string }>`
    select delivery_id as id from pickup_codes where pickup_point_id = ${pickupPointId} and code = ${code}
    order by live desc, created_at desc limit 1`
  return row?.id
}

export type Attempt = { readonly staffId: string; readonly pickupPointId: string }

/** Attempts that stand since an instant; both parties are locked, so that parallel guesses count one by one. */
export async function countAttempts(
  work: Work,
  { staffId, pickupPointId }: Attempt,
  since: Date,
): Promise<{ staff: number; point: number }> {
  await work.sql`select pg_advisory_xact_lock(hashtextextended(${pickupPointId}, 14))`
  await work.sql`select pg_advisory_xact_lock(hashtextextended(${staffId}, 14))`
  const [row] = await work.sql<{ staff: number; point: number }>`
    select (select count(*) from code_attempts where staff_id = ${staffId} and at > ${since}) as staff,
           (select count(*) from code_attempts where pickup_point_id = ${pickupPointId} and at > ${since}) as point`
  return row ?? { staff: 0, point: 0 }
}

export async function insertAttempt(work: Work, { staffId, pickupPointId }: Attempt): Promise<string> {
  const id = newId(work.now)
  await work.sql`
    insert into code_attempts (id, staff_id, pickup_point_id, at) values (${id}, ${staffId}, ${pickupPointId}, ${work.now})`
  return id
}

export async function deleteAttempt(work: Work, id: string): Promise<void> {
  await work.sql`delete from code_attempts where id = ${id}`
}

export async function purgeAttempts(work: Work, before: Date): Promise<number> {
  return (await work.sql`delete from code_attempts where at < ${before} returning id`).length
}
