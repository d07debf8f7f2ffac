import { newId } from '@linli/core'
import { columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Grant, GrantProgress, GrantResult } from './grant.ts'

const COUPON_GRANT = columns(Prisma.CouponGrantScalarFieldEnum)
const COUPON_GRANT_RESULT = columns(Prisma.CouponGrantResultScalarFieldEnum)

export type GrantKey = {
  readonly adminId: string
  readonly idempotencyKey: string
  readonly requestHash: string
}

export async function findGrantByKey(
  sql: Sql,
  { adminId, idempotencyKey }: GrantKey,
): Promise<(Grant & { requestHash: string }) | undefined> {
  const [row] = await sql`
    select ${COUPON_GRANT} from coupon_grants where admin_id = ${adminId} and idempotency_key = ${idempotencyKey}`
  return row && fromColumns<Grant & { requestHash: string }>(row)
}

const MOST_RESULTS = 1_000

/** @throws GRANT_NOT_FOUND */
export async function loadGrant(
  sql: Sql,
  { id, templateId }: { id: string; templateId: string },
): Promise<GrantProgress> {
  const [row] = await sql`
    select ${COUPON_GRANT.of('g')}, r.* from coupon_grants g cross join lateral (
      select count(*)::integer as total, (count(*) filter (where outcome = 'GRANTED'))::integer as granted,
             (count(*) filter (where outcome = 'REFUSED'))::integer as refused
      from coupon_grant_results where grant_id = g.id
    ) r
    where g.id = ${id} and g.template_id = ${templateId}`
  if (!row) throw ActivityErrors.GRANT_NOT_FOUND({ grantId: id })
  const results = await sql`
    select ${COUPON_GRANT_RESULT} from coupon_grant_results where grant_id = ${id}
    order by outcome = 'REFUSED' desc, user_id limit ${MOST_RESULTS}`
  return {
    ...fromColumns<Omit<GrantProgress, 'results'>>(row),
    results: results.map((result) => fromColumns<GrantResult>(result)),
  }
}

export type NewGrant = GrantKey &
  Pick<Grant, 'templateId' | 'source' | 'reason'> & { readonly userIds: readonly string[] }

/** @throws a unique violation when the key was used before. */
export async function insertGrant({ sql, now }: Work, grant: NewGrant): Promise<string> {
  const id = newId(now)
  await sql`
    with grants as (
      insert into coupon_grants (id, template_id, admin_id, idempotency_key, request_hash, source, reason, status, created_at)
      values (${id}, ${grant.templateId}, ${grant.adminId}, ${grant.idempotencyKey}, ${grant.requestHash}, ${grant.source},
              ${grant.reason}, 'RUNNING', ${now})
    )
    insert into coupon_grant_results (grant_id, user_id, outcome)
    select distinct ${id}::uuid, user_id, 'PENDING' from unnest(${grant.userIds}::uuid[]) as user_id`
  return id
}

export type Pending = { readonly grantId: string; readonly userId: string }

/** Results to be worked on. */
export async function listPending(sql: Sql, limit: number): Promise<Pending[]> {
  return sql<Pending>`
    select result.grant_id as "grantId", result.user_id as "userId"
    from coupon_grants grants join coupon_grant_results result on result.grant_id = grants.id
    where grants.status = 'RUNNING' and result.outcome = 'PENDING' order by result.grant_id, result.user_id limit ${limit}`
}

export type Granting = Pick<Grant, 'id' | 'templateId' | 'source'> & {
  readonly adminId: string
  readonly userId: string
}

/** The result's row, locked; undefined when another process has it or it is done. */
export async function claimPending(
  { sql }: Work,
  { grantId, userId }: Pending,
): Promise<Granting | undefined> {
  const [row] = await sql<Granting>`
    select grants.id, grants.template_id as "templateId", grants.source, grants.admin_id as "adminId", result.user_id as "userId"
    from coupon_grant_results result join coupon_grants grants on grants.id = result.grant_id
    where result.grant_id = ${grantId} and result.user_id = ${userId} and result.outcome = 'PENDING'
    for update of result skip locked`
  return row
}

export async function saveResult(
  { sql }: Work,
  { grantId, userId }: Pending,
  result: Omit<GrantResult, 'userId'>,
): Promise<void> {
  await sql`
    update coupon_grant_results set outcome = ${result.outcome}, reason = ${result.reason}, coupon_id = ${result.couponId}
    where grant_id = ${grantId} and user_id = ${userId} and outcome = 'PENDING'`
}

/** Grants without pending results are done. */
export async function finishGrants({ sql, now }: Work): Promise<void> {
  await sql`
    update coupon_grants grants set status = 'DONE', finished_at = ${now}
    where status = 'RUNNING' and not exists (
      select from coupon_grant_results result where result.grant_id = grants.id and result.outcome = 'PENDING')`
}
