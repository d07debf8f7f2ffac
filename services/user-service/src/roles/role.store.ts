import { CommonErrors, newId } from '@linli/core'
import { columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { StaffAudience } from './permission.ts'
import { type Role, SUPER_ADMIN } from './role.ts'

const ROLE = columns(Prisma.RoleScalarFieldEnum)

type Filter = { readonly audience?: StaffAudience; readonly id?: string; readonly codes?: readonly string[] }

export async function listRoles(sql: Sql, { audience, id, codes }: Filter): Promise<Role[]> {
  const rows = await sql`
    select ${ROLE.of('r')}, array(select permission from role_permissions p where p.role_id = r.id order by permission) as permissions
    from roles r
    where (${audience ?? null}::text is null or r.audience = ${audience ?? null})
      and (${id ?? null}::uuid is null or r.id = ${id ?? null})
      and (${codes ?? null}::text[] is null or r.code = any(${codes ?? null}))
    order by r.audience desc, r.built_in desc, r.code`
  return rows.map((row) => fromColumns<Role>(row))
}

/** The role, locked. @throws ROLE_NOT_FOUND */
export async function lockRole({ sql }: Work, id: string): Promise<Role> {
  await sql`select 1 from roles where id = ${id} for update`
  const [role] = await listRoles(sql, { id })
  if (!role) throw UserErrors.ROLE_NOT_FOUND({ roleId: id })
  return role
}

export type RoleDraft = Pick<Role, 'audience' | 'code' | 'name' | 'scope' | 'permissions'>

/** @throws ROLE_CODE_TAKEN */
export async function insertRole(
  work: Work,
  { audience, code, name, scope, permissions }: RoleDraft,
): Promise<string> {
  const id = newId<'Role'>(work.now)
  const rows = await work.sql`
    insert into roles (id, audience, code, name, scope, created_at, updated_at)
    values (${id}, ${audience}, ${code}, ${name}, ${scope}, ${work.now}, ${work.now})
    on conflict (audience, code) do nothing returning id`
  if (rows.length === 0) throw UserErrors.ROLE_CODE_TAKEN({ code })
  await setPermissions(work, id, permissions)
  return id
}

/** The role that holds everything, which nobody can make by hand: it is built in. */
export async function ensureSuperAdminRole(work: Work): Promise<void> {
  await work.sql`
    insert into roles (id, audience, code, name, scope, built_in, created_at, updated_at)
    values (${newId<'Role'>(work.now)}, 'admin', ${SUPER_ADMIN}, '超级管理员', 'ALL', true, ${work.now}, ${work.now})
    on conflict (audience, code) do nothing`
}

type RoleChange = Pick<Role, 'name' | 'scope' | 'permissions' | 'version'>

/** @throws VERSION_CONFLICT */
export async function updateRole(
  work: Work,
  id: string,
  { name, scope, permissions, version }: RoleChange,
): Promise<void> {
  const rows = await work.sql`
    update roles set name = ${name}, scope = ${scope}, version = version + 1, updated_at = ${work.now}
    where id = ${id} and version = ${version} returning id`
  if (rows.length === 0) throw CommonErrors.VERSION_CONFLICT({ roleId: id })
  await setPermissions(work, id, permissions)
}

async function setPermissions({ sql }: Work, roleId: string, permissions: readonly string[]): Promise<void> {
  await sql`delete from role_permissions where role_id = ${roleId}`
  await sql`
    insert into role_permissions (role_id, permission)
    select ${roleId}, code from unnest(${permissions}::text[]) as code on conflict do nothing`
}

export async function removeRole({ sql }: Work, id: string): Promise<void> {
  await sql`delete from roles where id = ${id}`
}

/** Everybody who holds the role now. */
export async function listHolders(
  sql: Sql,
  { id, audience }: Pick<Role, 'id' | 'audience'>,
): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    select admin_id as id from admin_roles where ${audience} = 'admin' and role_id = ${id}
    union select staff_id from membership_roles where ${audience} = 'merchant' and role_id = ${id} order by id`
  return rows.map((row) => row.id)
}
