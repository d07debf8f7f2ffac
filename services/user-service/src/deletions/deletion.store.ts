import { newId } from '@linli/core'
import { fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import type { Deletion } from './deletion.ts'

export async function findPending(sql: Sql, userId: string): Promise<Deletion | undefined> {
  const [row] = await sql`
    select id, user_id, requested_at, erase_at from deletion_requests where user_id = ${userId} and status = 'PENDING'`
  return row && fromColumns<Deletion>(row)
}

type Wanted = { readonly userId: string; readonly eraseAt: Date }

/** One request is pending per user: a ban that came between may have left an old one. */
export async function insertDeletion(work: Work, { userId, eraseAt }: Wanted): Promise<Deletion> {
  const [row] = await work.sql`
    insert into deletion_requests (id, user_id, status, requested_at, erase_at)
    values (${newId(work.now)}, ${userId}, 'PENDING', ${work.now}, ${eraseAt})
    on conflict (user_id) where status = 'PENDING'
      do update set requested_at = excluded.requested_at, erase_at = excluded.erase_at
    returning id, user_id, requested_at, erase_at`
  if (!row) throw new Error('the inserted request was not returned')
  return fromColumns<Deletion>(row)
}

export async function closePending(
  work: Work,
  { userId, status }: { userId: string; status: 'WITHDRAWN' | 'DONE' },
): Promise<void> {
  await work.sql`
    update deletion_requests set status = ${status}, closed_at = ${work.now}
    where user_id = ${userId} and status = 'PENDING'`
}

/** Requests whose cool-off is over, of users who are still leaving. */
export async function listDue(sql: Sql, { at, limit }: { at: Date; limit: number }): Promise<Deletion[]> {
  const rows = await sql`
    select request.id, request.user_id, request.requested_at, request.erase_at
    from deletion_requests request join users on users.id = request.user_id and users.status = 'LEAVING'
    where request.status = 'PENDING' and request.erase_at <= ${at} order by request.erase_at limit ${limit}`
  return rows.map((row) => fromColumns<Deletion>(row))
}

/** The request, locked, while it is still due: its owner may have withdrawn it since it was listed. */
export async function lockDue(work: Work, id: string): Promise<Deletion | undefined> {
  const [row] = await work.sql`
    select id, user_id, requested_at, erase_at from deletion_requests
    where id = ${id} and status = 'PENDING' and erase_at <= ${work.now} for update`
  return row && fromColumns<Deletion>(row)
}

export async function putOffDeletion(
  { sql }: Work,
  { id, until }: { id: string; until: Date },
): Promise<void> {
  await sql`update deletion_requests set erase_at = ${until} where id = ${id} and status = 'PENDING'`
}

/** 1 for who is a leader or about to be one. */
export async function countLeading(sql: Sql, userId: string): Promise<number> {
  const [row] = await sql<{ count: number }>`
    select count(*)::integer as count from leaders
    where user_id = ${userId} and status in ('APPROVED', 'ACTIVE', 'SUSPENDED')`
  return row?.count ?? 0
}
