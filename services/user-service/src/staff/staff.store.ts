import { CommonErrors } from '@linli/core'
import { fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { OWNER } from '../roles/role.ts'
import type { Member, Shop } from './staff.ts'

type Ref = { readonly staffId: string; readonly merchantId: string }

/** The member with roles and points. @throws STAFF_NOT_FOUND, for another shop's staff too. */
export async function loadMember(sql: Sql, { staffId, merchantId }: Ref): Promise<Member> {
  const [member] = await listMembers(sql, { merchantId, staffId, limit: 1 })
  if (!member) throw UserErrors.STAFF_NOT_FOUND({ staffId })
  return member
}

type Listing = {
  readonly merchantId: string
  readonly staffId?: string
  readonly before?: string
  readonly limit: number
}

/** Active members of a shop, newest first; `before` is the last id of the page before. */
export async function listMembers(
  sql: Sql,
  { merchantId, staffId, before, limit }: Listing,
): Promise<Member[]> {
  const rows = await sql`
    select s.id, s.user_id, s.name, s.phone_sealed, s.status, s.version, s.created_at, m.merchant_id,
           m.status as membership_status, coalesce(c.login, '') as login,
           (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'code', r.code, 'name', r.name, 'scope', r.scope,
                     'permissions', (select coalesce(jsonb_agg(p.permission), '[]') from role_permissions p
                                     where p.role_id = r.id)) order by r.code), '[]')
            from membership_roles mr join roles r on r.id = mr.role_id
            where mr.staff_id = m.staff_id and mr.merchant_id = m.merchant_id) as roles,
           array(select pickup_point_id::text from membership_pickup_points p
                 where p.staff_id = m.staff_id and p.merchant_id = m.merchant_id order by 1) as pickup_point_ids
    from memberships m join staff s on s.id = m.staff_id
      left join credentials c on c.audience = 'merchant' and c.subject_id = s.id
    where m.merchant_id = ${merchantId} and m.status = 'ACTIVE'
      and (${staffId ?? null}::uuid is null or s.id = ${staffId ?? null})
      and (${before ?? null}::uuid is null or s.id < ${before ?? null})
    order by s.id desc limit ${limit}`
  return rows.map((row) => fromColumns<Member>(row))
}

/** The shop somebody works in now: the chosen one while they belong to it, else the first. */
export async function currentMember(sql: Sql, staffId: string): Promise<Member> {
  const [row] = await sql<{ merchantId: string }>`
    select m.merchant_id as "merchantId" from staff s join memberships m on m.staff_id = s.id and m.status = 'ACTIVE'
    where s.id = ${staffId}
    order by (m.merchant_id = s.current_merchant_id) desc nulls last, m.created_at limit 1`
  if (!row) throw UserErrors.STAFF_NOT_FOUND({ staffId })
  return loadMember(sql, { staffId, merchantId: row.merchantId })
}

export async function listShops(sql: Sql, staffId: string): Promise<Shop[]> {
  return sql<Shop>`
    select m.merchant_id as "merchantId", c.name from memberships m join merchants c on c.id = m.merchant_id
    where m.staff_id = ${staffId} and m.status = 'ACTIVE' order by m.created_at, m.merchant_id`
}

/** @throws MERCHANT_NOT_FOUND when they do not belong to the shop. */
export async function chooseShop(work: Work, { staffId, merchantId }: Ref): Promise<void> {
  const rows = await work.sql`
    update staff set current_merchant_id = ${merchantId}, version = version + 1, updated_at = ${work.now}
    where id = ${staffId} and exists (
      select 1 from memberships where staff_id = ${staffId} and merchant_id = ${merchantId} and status = 'ACTIVE')
    returning id`
  if (rows.length === 0) throw UserErrors.MERCHANT_NOT_FOUND({ merchantId })
}

type NewStaff = Ref & {
  readonly name: string
  readonly phoneSealed: string | null
  readonly phoneIndex: string | null
}

/** @throws PHONE_TAKEN */
export async function insertStaff(work: Work, staff: NewStaff): Promise<void> {
  const { staffId, merchantId, name, phoneSealed, phoneIndex } = staff
  const rows = await work.sql`
    insert into staff (id, name, phone_sealed, phone_index, current_merchant_id, created_at, updated_at)
    values (${staffId}, ${name}, ${phoneSealed}, ${phoneIndex}, ${merchantId}, ${work.now}, ${work.now})
    on conflict (phone_index) do nothing returning id`
  if (rows.length === 0) throw UserErrors.PHONE_TAKEN()
  await work.sql`
    insert into memberships (staff_id, merchant_id, created_at, updated_at)
    values (${staffId}, ${merchantId}, ${work.now}, ${work.now})`
}

type StaffChange = Ref & { readonly version: number; readonly name: string }

/** @throws VERSION_CONFLICT */
export async function updateStaff(work: Work, { staffId, version, name }: StaffChange): Promise<void> {
  const rows = await work.sql`
    update staff set name = ${name}, version = version + 1, updated_at = ${work.now}
    where id = ${staffId} and version = ${version} returning id`
  if (rows.length === 0) throw CommonErrors.VERSION_CONFLICT({ staffId })
}

export async function replaceRoles(
  { sql }: Work,
  { staffId, merchantId }: Ref,
  roleIds: readonly string[],
): Promise<void> {
  await sql`delete from membership_roles where staff_id = ${staffId} and merchant_id = ${merchantId}`
  await sql`
    insert into membership_roles (staff_id, merchant_id, role_id)
    select ${staffId}, ${merchantId}, id from unnest(${roleIds}::uuid[]) as id on conflict do nothing`
}

export async function replacePickupPoints(
  { sql }: Work,
  { staffId, merchantId }: Ref,
  ids: readonly string[],
): Promise<void> {
  await sql`delete from membership_pickup_points where staff_id = ${staffId} and merchant_id = ${merchantId}`
  await sql`
    insert into membership_pickup_points (staff_id, merchant_id, pickup_point_id)
    select ${staffId}, ${merchantId}, id from unnest(${ids}::uuid[]) as id on conflict do nothing`
}

export async function endMembership(work: Work, { staffId, merchantId }: Ref): Promise<void> {
  await work.sql`
    update memberships set status = 'REMOVED', updated_at = ${work.now}
    where staff_id = ${staffId} and merchant_id = ${merchantId}`
  await work.sql`delete from membership_roles where staff_id = ${staffId} and merchant_id = ${merchantId}`
  await work.sql`delete from membership_pickup_points where staff_id = ${staffId} and merchant_id = ${merchantId}`
}

/** Changes to a shop's staff come one after the other, so that two owners cannot remove each other. */
export async function lockShop({ sql }: Work, merchantId: string): Promise<void> {
  await sql`select 1 from merchants where id = ${merchantId} for update`
}

export async function countOwners({ sql }: Work, merchantId: string): Promise<number> {
  const [row] = await sql<{ count: number }>`
    select count(distinct m.staff_id) from memberships m join staff s on s.id = m.staff_id and s.status = 'ACTIVE'
      join membership_roles mr on mr.staff_id = m.staff_id and mr.merchant_id = m.merchant_id
      join roles r on r.id = mr.role_id and r.audience = 'merchant' and r.code = ${OWNER}
    where m.merchant_id = ${merchantId} and m.status = 'ACTIVE'`
  return row?.count ?? 0
}

/** Staff who are no customer any more. */
export async function forgetCustomer(work: Work, userId: string): Promise<void> {
  await work.sql`
    update staff set user_id = null, version = version + 1, updated_at = ${work.now} where user_id = ${userId}`
}
