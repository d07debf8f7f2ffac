import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { listHolders, lockRole, removeRole } from './role.store.ts'

/** @throws ROLE_BUILT_IN, ROLE_IN_USE */
export async function deleteRole(work: Work, { id, origin }: { id: string; origin: Origin }): Promise<void> {
  const role = await lockRole(work, id)
  if (role.builtIn) throw UserErrors.ROLE_BUILT_IN({ code: role.code })
  const holders = await listHolders(work.sql, role)
  if (holders.length > 0) throw UserErrors.ROLE_IN_USE({ holders: holders.length })
  await removeRole(work, id)
  const details = { code: role.code }
  await writeAuditLog(work, { action: 'role.delete', targetType: 'role', targetId: id, details, origin })
}
