import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { revokeTokens } from '../tokens/revoke-tokens.ts'
import type { Announce } from '../tokens/token.ts'
import { listHolders, lockRole, updateRole } from './role.store.ts'
import { checkMayGive, checkRole, type Role } from './role.ts'

type Editing = {
  readonly id: string
  readonly change: Pick<Role, 'name' | 'scope' | 'permissions' | 'version'>
  readonly giver: ReadonlySet<string>
  readonly origin: Origin
  readonly announce: Announce
}

/** Changes a role; its holders' tokens end, and their next refresh brings the new powers. */
export async function editRole(work: Work, { id, change, giver, origin, announce }: Editing): Promise<void> {
  const role = await lockRole(work, id)
  if (role.builtIn) throw UserErrors.ROLE_BUILT_IN({ code: role.code })
  checkRole({ ...role, ...change })
  // Permissions of the other audience cannot be held, so they can only be given by whoever may write roles at all.
  if (role.audience === 'admin') checkMayGive(giver, [...role.permissions, ...change.permissions])
  await updateRole(work, id, change)
  for (const subjectId of await listHolders(work.sql, role)) {
    await revokeTokens(work, {
      audience: role.audience,
      subjectId,
      sessions: 'NONE',
      reason: 'ROLE_CHANGED',
      announce,
    })
  }
  const details = { before: role.permissions, after: change.permissions, scope: change.scope }
  await writeAuditLog(work, { action: 'role.update', targetType: 'role', targetId: id, details, origin })
}
