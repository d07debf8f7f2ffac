import { CommonErrors } from '@linli/core'
import { fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { SUPER_ADMIN } from '../roles/role.ts'
import type { Admin, AdminStatus } from './admin.ts'

type Listing = { readonly id?: string; readonly skip: number; readonly take: number }

/** Everybody who was not removed, newest first. */
export async function listAdmins(
  sql: Sql,
  { id, skip, take }: Listing,
): Promise<{ items: Admin[]; total: number }> {
  const rows = await sql<{ total: number }>`
    select a.id, a.name, a.status, a.version, a.created_at, coalesce(c.login, '') as login, count(*) over () as total,
           (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'code', r.code, 'name', r.name, 'scope', r.scope,
                     'permissions', (select coalesce(jsonb_agg(p.permission), '[]') from role_permissions p
                                     where p.role_id = r.id)) order by r.code), '[]')
            from admin_roles ar join roles r on r.id = ar.role_id where ar.admin_id = a.id) as roles
    from admins a left join credentials c on c.audience = 'admin' and c.subject_id = a.id
    where a.status <> 'REMOVED' and (${id ?? null}::uuid is null or a.id = ${id ?? null})
    order by a.created_at desc, a.id desc limit ${take} offset ${skip}`
  return { items: rows.map((row) => fromColumns<Admin>(row)), total: rows[0]?.total ?? 0 }
}

/** @throws ADMIN_NOT_FOUND */
export async function loadAdmin(sql: Sql, id: string): Promise<Admin> {
  const { items } = await listAdmins(sql, { id, skip: 0, take: 1 })
  const [admin] = items
  if (!admin) throw UserErrors.ADMIN_NOT_FOUND({ adminId: id })
  return admin
}

/** Also when all of them have been removed since. */
export async function hasAdmins(sql: Sql): Promise<boolean> {
  const rows = await sql`select 1 from admins limit 1`
  return rows.length > 0
}

/** Changes to administrators come one after the other, so that the last two cannot remove each other. */
export async function lockAdmins({ sql }: Work): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('administrators', 0))`
}

export async function insertAdmin(work: Work, { id, name }: { id: string; name: string }): Promise<void> {
  await work.sql`
    insert into admins (id, name, created_at, updated_at) values (${id}, ${name}, ${work.now}, ${work.now})`
}

type AdminChange = { readonly version: number; readonly name: string; readonly status: AdminStatus }

/** @throws VERSION_CONFLICT */
export async function updateAdmin(
  work: Work,
  id: string,
  { version, name, status }: AdminChange,
): Promise<void> {
  const rows = await work.sql`
    update admins set name = ${name}, status = ${status}, version = version + 1, updated_at = ${work.now}
    where id = ${id} and version = ${version} returning id`
  if (rows.length === 0) throw CommonErrors.VERSION_CONFLICT({ adminId: id })
}

export async function replaceAdminRoles(
  { sql }: Work,
  id: string,
  roleIds: readonly string[],
): Promise<void> {
  await sql`delete from admin_roles where admin_id = ${id}`
  await sql`
    insert into admin_roles (admin_id, role_id)
    select ${id}, role from unnest(${roleIds}::uuid[]) as role on conflict do nothing`
}

export async function countSuperAdmins({ sql }: Work): Promise<number> {
  const [row] = await sql<{ count: number }>`
    select count(distinct a.id) from admins a join admin_roles ar on ar.admin_id = a.id
      join roles r on r.id = ar.role_id and r.audience = 'admin' and r.code = ${SUPER_ADMIN}
    where a.status = 'ACTIVE'`
  return row?.count ?? 0
}
