import { type AuditAction } from '../audit-logs/audit-log.ts'
import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import { resetPassword } from '../credentials/reset-password.ts'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { resolveRoles } from '../roles/resolve-roles.ts'
import { checkMayGive, powersOf } from '../roles/role.ts'
import { revokeTokens } from '../tokens/revoke-tokens.ts'
import type { Announce } from '../tokens/token.ts'
import { countSuperAdmins, loadAdmin, lockAdmins, replaceAdminRoles, updateAdmin } from './admin.store.ts'
import type { AdminStatus } from './admin.ts'

export type AdminEdit = {
  readonly version?: number
  readonly name?: string
  readonly status?: AdminStatus
  readonly roles?: readonly string[]
  /** Hash of a new first password. */
  readonly passwordHash?: string
}

type Editing = {
  readonly id: string
  readonly edit: AdminEdit
  readonly giver: ReadonlySet<string>
  readonly origin: Origin
  readonly announce: Announce
}

/**
 * Changes, disables or removes an administrator. Nobody touches one who may do more than they may, nobody disables
 * themselves, and a super administrator always remains (product.md U07).
 */
export async function editAdmin(work: Work, { id, edit, giver, origin, announce }: Editing): Promise<void> {
  await lockAdmins(work)
  const admin = await loadAdmin(work.sql, id)
  const { version = admin.version, name = admin.name, status = admin.status } = edit
  if (status !== 'ACTIVE' && origin.actorId === id) throw UserErrors.NOT_YOURSELF()
  checkMayGive(giver, powersOf('admin', admin.roles).permissions)
  await updateAdmin(work, id, { version, name, status })
  if (edit.roles) {
    const roles = await resolveRoles(work, { audience: 'admin', codes: edit.roles, giver })
    await replaceAdminRoles(
      work,
      id,
      roles.map((role) => role.id),
    )
  }
  if ((await countSuperAdmins(work)) === 0) throw UserErrors.LAST_SUPER_ADMIN()
  const sessions = status === 'ACTIVE' ? 'NONE' : 'ALL'
  if (edit.roles || status !== admin.status) {
    await revokeTokens(work, {
      audience: 'admin',
      subjectId: id,
      sessions,
      reason: 'POWERS_CHANGED',
      announce,
    })
  }
  if (edit.passwordHash !== undefined) {
    const newHash = edit.passwordHash
    await resetPassword(work, { audience: 'admin', subjectId: id, newHash, origin, announce })
  }
  const action: AuditAction = status === 'REMOVED' ? 'admin.remove' : 'admin.update'
  const before = { name: admin.name, status: admin.status, roles: admin.roles.map(({ code }) => code) }
  const after = { name, status, roles: edit.roles ?? before.roles }
  await writeAuditLog(work, { action, targetType: 'admin', targetId: id, details: { before, after }, origin })
}
