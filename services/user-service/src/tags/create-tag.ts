import { tidyText } from '@linli/core'
import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { countTags, insertTag } from './tag.store.ts'
import { MOST_TAGS } from './tag.ts'

/** @throws TAG_NAME_TAKEN, TOO_MANY_TAGS. @returns the tag's id */
export async function createTag(
  work: Work,
  { name: text, origin }: { name: string; origin: Origin },
): Promise<string> {
  const name = tidyText(text)
  const count = await countTags(work)
  if (count >= MOST_TAGS) throw UserErrors.TOO_MANY_TAGS({ most: MOST_TAGS })
  const id = await insertTag(work, name)
  await writeAuditLog(work, {
    action: 'tag.create',
    targetType: 'tag',
    targetId: id,
    details: { name },
    origin,
  })
  return id
}
