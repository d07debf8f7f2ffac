import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import { resetPassword } from '../credentials/reset-password.ts'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { resolveRoles } from '../roles/resolve-roles.ts'
import { checkMayGive, powersOf } from '../roles/role.ts'
import { revokeTokens } from '../tokens/revoke-tokens.ts'
import type { Announce } from '../tokens/token.ts'
import {
  countOwners,
  loadMember,
  lockShop,
  replacePickupPoints,
  replaceRoles,
  updateStaff,
} from './staff.store.ts'

export type StaffEdit = {
  readonly version: number
  readonly name?: string
  readonly roles?: readonly string[]
  readonly pickupPointIds?: readonly string[]
  /** Hash of a new first password. */
  readonly passwordHash?: string
}

type Editing = {
  readonly staffId: string
  readonly merchantId: string
  readonly edit: StaffEdit
  readonly giver: ReadonlySet<string>
  readonly origin: Origin
  readonly announce: Announce
}

/** Changes a staff member of one's own shop; an owner always remains. */
export async function editStaff(work: Work, input: Editing): Promise<void> {
  const { staffId, merchantId, edit, giver, origin, announce } = input
  await lockShop(work, merchantId)
  const member = await loadMember(work.sql, { staffId, merchantId })
  checkMayGive(giver, powersOf('merchant', member.roles).permissions)
  await updateStaff(work, { staffId, merchantId, version: edit.version, name: edit.name ?? member.name })
  if (edit.roles) {
    const roles = await resolveRoles(work, { audience: 'merchant', codes: edit.roles, giver })
    const roleIds = roles.map((role) => role.id)
    await replaceRoles(work, { staffId, merchantId }, roleIds)
    if ((await countOwners(work, merchantId)) === 0) throw UserErrors.LAST_OWNER()
  }
  if (edit.pickupPointIds) await replacePickupPoints(work, { staffId, merchantId }, edit.pickupPointIds)
  if (edit.roles || edit.pickupPointIds) {
    const subject = { audience: 'merchant', subjectId: staffId } as const
    await revokeTokens(work, { ...subject, sessions: 'NONE', reason: 'POWERS_CHANGED', announce })
  }
  if (edit.passwordHash !== undefined) {
    const newHash = edit.passwordHash
    await resetPassword(work, { audience: 'merchant', subjectId: staffId, newHash, origin, announce })
  }
  const before = {
    name: member.name,
    roles: member.roles.map(({ code }) => code),
    pickupPointIds: member.pickupPointIds,
  }
  const { name = before.name, roles = before.roles, pickupPointIds = before.pickupPointIds } = edit
  const details = { before, after: { name, roles, pickupPointIds } }
  await writeAuditLog(work, {
    action: 'staff.update',
    targetType: 'staff',
    targetId: staffId,
    details,
    origin,
  })
}
