import { newId } from '@linli/core'
import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import { addCredential } from '../credentials/add-credential.ts'
import type { Work } from '../deps.ts'
import { resolveRoles } from '../roles/resolve-roles.ts'
import { insertStaff, replacePickupPoints, replaceRoles } from './staff.store.ts'

type Adding = {
  readonly merchantId: string
  readonly name: string
  readonly phone: { readonly phoneSealed: string; readonly phoneIndex: string } | undefined
  readonly login: string
  readonly passwordHash: string
  readonly roles: readonly string[]
  readonly pickupPointIds: readonly string[]
  readonly giver: ReadonlySet<string>
  readonly origin: Origin
}

/** A new staff member of a shop, whose first login must replace the password. @returns the id */
export async function addStaff(work: Work, input: Adding): Promise<string> {
  const { merchantId, name, phone, login, passwordHash, roles: codes, pickupPointIds, giver, origin } = input
  const roles = await resolveRoles(work, { audience: 'merchant', codes, giver })
  const staffId = newId<'Staff'>(work.now)
  const { phoneSealed = null, phoneIndex = null } = phone ?? {}
  await insertStaff(work, { staffId, merchantId, name, phoneSealed, phoneIndex })
  await addCredential(work, { audience: 'merchant', subjectId: staffId, login, passwordHash })
  const roleIds = roles.map((role) => role.id)
  await replaceRoles(work, { staffId, merchantId }, roleIds)
  await replacePickupPoints(work, { staffId, merchantId }, pickupPointIds)
  const details = { login, roles: codes, pickupPointIds }
  await writeAuditLog(work, {
    action: 'staff.create',
    targetType: 'staff',
    targetId: staffId,
    details,
    origin,
  })
  return staffId
}
