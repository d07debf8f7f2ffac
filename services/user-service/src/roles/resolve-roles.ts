import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import type { StaffAudience } from './permission.ts'
import { listRoles } from './role.store.ts'
import { checkMayGive, powersOf, type Role } from './role.ts'

type Giving = {
  readonly audience: StaffAudience
  readonly codes: readonly string[]
  /** What the giver may do. */
  readonly giver: ReadonlySet<string>
}

/** The roles of these codes, which the giver may give. @throws ROLE_NOT_FOUND, PERMISSION_NOT_HELD */
export async function resolveRoles(work: Work, { audience, codes, giver }: Giving): Promise<Role[]> {
  const roles = await listRoles(work.sql, { audience, codes })
  const missing = codes.find((code) => !roles.some((role) => role.code === code))
  if (missing !== undefined) throw UserErrors.ROLE_NOT_FOUND({ code: missing })
  checkMayGive(giver, powersOf(audience, roles).permissions)
  return roles
}
