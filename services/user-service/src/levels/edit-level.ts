import { tidyText } from '@linli/core'
import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { lockLevels, regradeUsers, saveLevel } from './level.store.ts'
import type { Level } from './level.ts'

/** @throws LEVEL_NOT_FOUND, LEVEL_TAKEN, VERSION_CONFLICT */
export async function editLevel(
  work: Work,
  { id, name: text, growthFen, version, origin }: Level & { readonly origin: Origin },
): Promise<void> {
  const name = tidyText(text)
  const before = (await lockLevels(work)).find((level) => level.id === id)
  if (!before) throw UserErrors.LEVEL_NOT_FOUND({ levelId: id })
  await saveLevel(work, { id, name, growthFen, version })
  const regraded = await regradeUsers(work)
  const details = {
    before: { name: before.name, growthFen: before.growthFen },
    after: { name, growthFen },
    regraded,
  }
  await writeAuditLog(work, { action: 'level.update', targetType: 'level', targetId: id, details, origin })
}
