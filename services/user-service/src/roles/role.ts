import { UserErrors } from '../errors.ts'
import { isPermission, permissionsOf, type StaffAudience } from './permission.ts'

/** Whose data a role reaches: everybody's, its merchant's, or what is bound to its holder's pickup points. */
export type DataScope = 'ALL' | 'MERCHANT' | 'PICKUP_POINT'

export const DATA_SCOPES = ['ALL', 'MERCHANT', 'PICKUP_POINT'] as const satisfies readonly DataScope[]

/** Holds every permission of its audience, those of tomorrow included. */
export const SUPER_ADMIN = 'SUPER_ADMIN'
export const OWNER = 'OWNER'

export type Role = {
  readonly id: string
  readonly audience: StaffAudience
  readonly code: string
  readonly name: string
  readonly scope: DataScope
  readonly builtIn: boolean
  readonly permissions: readonly string[]
  readonly version: number
}

type Powers = {
  readonly roles: readonly string[]
  readonly permissions: readonly string[]
  readonly scope: DataScope
}

/** What somebody with these roles may do: the union; unknown codes count for nothing (deny by default). */
export function powersOf(
  audience: StaffAudience,
  roles: readonly Pick<Role, 'code' | 'permissions' | 'scope'>[],
): Powers {
  const codes = roles.map(({ code }) => code)
  const all = audience === 'admin' && codes.includes(SUPER_ADMIN)
  const held = all ? permissionsOf(audience) : [...new Set(roles.flatMap((role) => role.permissions))]
  return {
    roles: codes.toSorted(),
    permissions: held.filter((code) => isPermission(audience, code)).toSorted(),
    scope: DATA_SCOPES.find((scope) => roles.some((role) => role.scope === scope)) ?? 'PICKUP_POINT',
  }
}

/** @throws PERMISSION_UNKNOWN for a code that nobody checks, ROLE_SCOPE for a scope beyond the audience. */
export function checkRole({
  audience,
  scope,
  permissions,
}: Pick<Role, 'audience' | 'scope' | 'permissions'>): void {
  const unknown = permissions.find((code) => !isPermission(audience, code))
  if (unknown !== undefined) throw UserErrors.PERMISSION_UNKNOWN({ permission: unknown })
  if (audience === 'merchant' && scope === 'ALL') throw UserErrors.ROLE_SCOPE({ scope })
}

/** Nobody rises by raising others. @throws PERMISSION_NOT_HELD */
export function checkMayGive(giver: ReadonlySet<string>, given: readonly string[]): void {
  const missing = given.filter((code) => !giver.has(code))
  if (missing.length > 0) throw UserErrors.PERMISSION_NOT_HELD({ permissions: missing })
}
