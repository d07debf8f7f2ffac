import { newId, systemClock } from '@linli/core'
import { apiClient } from '@linli/testing'
import bcrypt from 'bcrypt'
import { permissionsOf, type StaffAudience } from '../../src/roles/permission.ts'
import type { World } from './world.ts'

export const PASSWORD = 'Correct-Horse-1'

type RoleSeed = { audience: StaffAudience; code: string; scope?: string; permissions?: readonly string[] }

/** A role as the demo loader would insert it. @returns its id */
export async function aRole(
  world: World,
  { audience, code, scope = 'MERCHANT', permissions }: RoleSeed,
): Promise<string> {
  const id = newId(systemClock.now())
  const [row] = await world.database.query<{ id: string }>(
    `insert into roles (id, audience, code, name, scope, built_in, created_at, updated_at)
     values ($1, $2, $3, $3, $4, $5, now(), now())
     on conflict (audience, code) do update set name = excluded.name returning id`,
    [id, audience, code, scope, code === 'SUPER_ADMIN' || code === 'OWNER'],
  )
  const roleId = row?.id ?? id
  await world.database.query(
    'insert into role_permissions (role_id, permission) select $1, unnest($2::text[]) on conflict do nothing',
    [roleId, permissions ?? permissionsOf(audience)],
  )
  return roleId
}

export async function aMerchant(world: World, name = '邻里生鲜'): Promise<string> {
  const id = newId(systemClock.now())
  await world.database.query(
    `insert into merchants (id, name, status, created_at, updated_at) values ($1, $2, 'APPROVED', now(), now())`,
    [id, name],
  )
  return id
}

type CredentialSeed = { audience: StaffAudience; id: string; login: string; mustChange?: boolean }

async function aCredential(world: World, { audience, id, login, mustChange = false }: CredentialSeed) {
  await world.database.query(
    `insert into credentials (audience, subject_id, login, password_hash, must_change, changed_at)
     values ($1, $2, $3, $4, $5, now())`,
    [audience, id, login, await bcrypt.hash(PASSWORD, 4), mustChange],
  )
}

let count = 0

type AdminSeed = { role?: string; permissions?: readonly string[]; mustChange?: boolean }

export async function anAdmin(
  world: World,
  { role = 'SUPER_ADMIN', permissions, mustChange }: AdminSeed = {},
) {
  const id = newId(systemClock.now())
  count += 1
  const login = `admin${count}`
  const roleId = await aRole(world, {
    audience: 'admin',
    code: role,
    scope: 'ALL',
    ...(permissions && { permissions }),
  })
  await world.database.query(
    'insert into admins (id, name, created_at, updated_at) values ($1, $2, now(), now())',
    [id, login],
  )
  await world.database.query('insert into admin_roles (admin_id, role_id) values ($1, $2)', [id, roleId])
  await aCredential(world, { audience: 'admin', id, login, ...(mustChange !== undefined && { mustChange }) })
  return { id, login }
}

type StaffSeed = {
  merchantId: string
  role?: string
  scope?: string
  permissions?: readonly string[]
  pickupPointIds?: readonly string[]
}

export async function aStaffMember(world: World, seed: StaffSeed) {
  const { merchantId, role = 'OWNER', scope, permissions, pickupPointIds = [] } = seed
  const id = newId(systemClock.now())
  count += 1
  const login = `staff${count}`
  const roleId = await aRole(world, {
    audience: 'merchant',
    code: role,
    ...(scope && { scope }),
    ...(permissions && { permissions }),
  })
  await world.database.query(
    `insert into staff (id, name, current_merchant_id, created_at, updated_at) values ($1, $2, $3, now(), now())`,
    [id, login, merchantId],
  )
  await join(world, { staffId: id, merchantId, roleId })
  await world.database.query(
    'insert into membership_pickup_points (staff_id, merchant_id, pickup_point_id) select $1, $2, unnest($3::uuid[])',
    [id, merchantId, pickupPointIds],
  )
  await aCredential(world, { audience: 'merchant', id, login })
  return { id, login, roleId }
}

export async function join(
  world: World,
  at: { staffId: string; merchantId: string; roleId: string },
): Promise<void> {
  const { staffId, merchantId, roleId } = at
  await world.database.query(
    'insert into memberships (staff_id, merchant_id, created_at, updated_at) values ($1, $2, now(), now())',
    [staffId, merchantId],
  )
  await world.database.query(
    'insert into membership_roles (staff_id, merchant_id, role_id) values ($1, $2, $3)',
    [staffId, merchantId, roleId],
  )
}

export type PasswordSession = {
  accessToken: string
  refreshToken: string
  id: string
  merchantId?: string
  roles: string[]
  permissions: string[]
}

type LogIn = { audience: StaffAudience; login: string; password?: string; more?: Record<string, string> }

export function tryPassword(world: World, { audience, login, password = PASSWORD, more = {} }: LogIn) {
  return world.anonymous.post<PasswordSession>(`/${audience}/auth/sessions`, { login, password, ...more })
}

/** A client of somebody who logged in with the right password. */
export async function clientOf(world: World, who: LogIn) {
  const answer = await tryPassword(world, who)
  if (answer.status !== 201) throw new Error(`login of ${who.login} failed: ${JSON.stringify(answer.body)}`)
  return { session: answer.body.data, client: apiClient(world.url, answer.body.data.accessToken) }
}
