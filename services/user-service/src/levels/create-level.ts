import { tidyText } from '@linli/core'
import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { insertLevel, lockLevels, regradeUsers } from './level.store.ts'
import { type Level, MOST_LEVELS } from './level.ts'

type Creation = Pick<Level, 'name' | 'growthFen'> & { readonly origin: Origin }

/** @throws LEVEL_TAKEN, TOO_MANY_LEVELS. @returns the level's id */
export async function createLevel(work: Work, { name: text, growthFen, origin }: Creation): Promise<string> {
  const name = tidyText(text)
  const levels = await lockLevels(work)
  if (levels.length >= MOST_LEVELS) throw UserErrors.TOO_MANY_LEVELS({ most: MOST_LEVELS })
  const id = await insertLevel(work, { name, growthFen })
  const regraded = await regradeUsers(work)
  const details = { name, growthFen, regraded }
  await writeAuditLog(work, { action: 'level.create', targetType: 'level', targetId: id, details, origin })
  return id
}
