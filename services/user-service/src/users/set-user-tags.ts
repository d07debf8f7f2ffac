import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { lockUser } from './user.store.ts'
import { holdTags, listTagsOf, replaceTags } from './user-tags.store.ts'

type Setting = { readonly userId: string; readonly tagIds: readonly string[]; readonly origin: Origin }

/** A resident has these tags and no others. @throws USER_NOT_FOUND, TAG_NOT_FOUND */
export async function setUserTags(work: Work, { userId, tagIds, origin }: Setting): Promise<void> {
  const { status } = await lockUser(work, userId)
  if (status === 'DELETED') throw UserErrors.USER_NOT_FOUND({ userId })
  await holdTags(work, tagIds)
  const names = async () => {
    const found = await listTagsOf(work.sql, [userId])
    return (found.get(userId) ?? []).map(({ name }) => name)
  }
  const before = await names()
  await replaceTags(work, userId, tagIds)
  const details = { before, after: await names() }
  await writeAuditLog(work, {
    action: 'user.tags.change',
    targetType: 'user',
    targetId: userId,
    details,
    origin,
  })
}
