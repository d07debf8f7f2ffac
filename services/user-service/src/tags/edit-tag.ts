import { tidyText } from '@linli/core'
import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { lockTag, renameTag } from './tag.store.ts'
import type { Tag } from './tag.ts'

/** @throws TAG_NOT_FOUND, TAG_NAME_TAKEN */
export async function editTag(
  work: Work,
  { id, name: text, origin }: Tag & { origin: Origin },
): Promise<void> {
  const name = tidyText(text)
  const before = await lockTag(work, id)
  await renameTag(work, { id, name })
  const details = { before: before.name, after: name }
  await writeAuditLog(work, { action: 'tag.update', targetType: 'tag', targetId: id, details, origin })
}
