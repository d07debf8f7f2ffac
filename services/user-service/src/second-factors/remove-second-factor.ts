import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { deleteFactor } from './second-factor.store.ts'

/** Log-ins ask for no code any more; the recovery codes are gone. @throws SECOND_FACTOR_OFF when they did not */
export async function removeSecondFactor(
  work: Work,
  { adminId, origin }: { readonly adminId: string; readonly origin: Origin },
): Promise<void> {
  if (!(await deleteFactor(work, adminId))) throw UserErrors.SECOND_FACTOR_OFF()
  await writeAuditLog(work, {
    action: 'admin.second_factor.off',
    targetType: 'admin',
    targetId: adminId,
    origin,
  })
}
