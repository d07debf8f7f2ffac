import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { lockLevels, regradeUsers, removeLevel } from './level.store.ts'

/** Who had it has the one below. @throws LEVEL_NOT_FOUND */
export async function deleteLevel(work: Work, { id, origin }: { id: string; origin: Origin }): Promise<void> {
  const level = (await lockLevels(work)).find((one) => one.id === id)
  if (!level) throw UserErrors.LEVEL_NOT_FOUND({ levelId: id })
  await removeLevel(work, id)
  const details = { name: level.name, growthFen: level.growthFen, regraded: await regradeUsers(work) }
  await writeAuditLog(work, { action: 'level.delete', targetType: 'level', targetId: id, details, origin })
}
