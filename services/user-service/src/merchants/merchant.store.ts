import { newId } from '@linli/core'
import { columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Merchant, MerchantStatus } from './merchant.ts'

const MERCHANT = columns(Prisma.MerchantScalarFieldEnum)

export async function findMerchants(sql: Sql, ids: readonly string[]): Promise<Merchant[]> {
  const rows = await sql`select ${MERCHANT} from merchants where id = any(${ids}::uuid[])`
  return rows.map((row) => fromColumns<Merchant>(row))
}

/** @throws MERCHANT_NOT_FOUND */
export async function loadMerchant(sql: Sql, id: string): Promise<Merchant> {
  const [merchant] = await findMerchants(sql, [id])
  if (!merchant) throw UserErrors.MERCHANT_NOT_FOUND({ merchantId: id })
  return merchant
}

export async function lockMerchant({ sql }: Work, id: string): Promise<Merchant> {
  const [row] = await sql`select ${MERCHANT} from merchants where id = ${id} for update`
  if (!row) throw UserErrors.MERCHANT_NOT_FOUND({ merchantId: id })
  return fromColumns<Merchant>(row)
}

type StatusChange = {
  readonly event: string
  readonly to: MerchantStatus
  readonly reason: string
  readonly actorId: string | null
  readonly traceId: string | null
}

export async function saveStatus(work: Work, merchant: Merchant, change: StatusChange): Promise<Merchant> {
  const { event, to, reason, actorId, traceId } = change
  const [row] = await work.sql`
    with history as (
      insert into merchant_history (id, merchant_id, from_status, event, to_status, reason, actor_id, at, trace_id)
      values (${newId(work.now)}, ${merchant.id}, ${merchant.status}, ${event}, ${to}, ${reason}, ${actorId}, ${work.now},
              ${traceId}))
    update merchants set status = ${to}, version = version + 1, updated_at = ${work.now}
    where id = ${merchant.id} returning ${MERCHANT}`
  if (!row) throw UserErrors.MERCHANT_NOT_FOUND({ merchantId: merchant.id })
  return fromColumns<Merchant>(row)
}

/** Residents' accounts of those who get the shops' notices: owners and clerks who are residents too. */
export async function noticeUsers(sql: Sql, merchantIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await sql<{ merchantId: string; userIds: string[] }>`
    select m.merchant_id as "merchantId", array_agg(distinct s.user_id::text) as "userIds"
    from memberships m join staff s on s.id = m.staff_id and s.status = 'ACTIVE' and s.user_id is not null
      join membership_roles mr on mr.staff_id = m.staff_id and mr.merchant_id = m.merchant_id
      join roles r on r.id = mr.role_id and r.code in ('OWNER', 'CLERK')
    where m.status = 'ACTIVE' and m.merchant_id = any(${merchantIds}::uuid[])
    group by m.merchant_id`
  return new Map(rows.map(({ merchantId, userIds }) => [merchantId, userIds]))
}

/** By name, newest first. */
export async function listMerchants(
  sql: Sql,
  filter: { status?: string },
  { skip, take }: { skip: number; take: number },
) {
  const { status = null } = filter
  const rows = await sql<{ total: number }>`
    select ${MERCHANT}, count(*) over () as total from merchants where ${status}::text is null or status = ${status}
    order by created_at desc, id desc limit ${take} offset ${skip}`
  return { items: rows.map((row) => fromColumns<Merchant>(row)), total: rows[0]?.total ?? 0 }
}
