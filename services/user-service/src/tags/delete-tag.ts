import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { lockTag, removeTag } from './tag.store.ts'

/** Nobody has it any more. @throws TAG_NOT_FOUND */
export async function deleteTag(work: Work, { id, origin }: { id: string; origin: Origin }): Promise<void> {
  const { name } = await lockTag(work, id)
  const users = await removeTag(work, id)
  const details = { name, users }
  await writeAuditLog(work, { action: 'tag.delete', targetType: 'tag', targetId: id, details, origin })
}
