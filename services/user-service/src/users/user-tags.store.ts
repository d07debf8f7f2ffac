import type { Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import type { Tag } from '../tags/tag.ts'

/** The tags of each of these users, by name. */
export async function listTagsOf(sql: Sql, userIds: readonly string[]): Promise<Map<string, Tag[]>> {
  const rows = await sql<Tag & { userId: string }>`
    select g.user_id as "userId", t.id, t.name from user_tags g join tags t on t.id = g.tag_id
    where g.user_id = any(${userIds}::uuid[]) order by t.name`
  const found = Map.groupBy(rows, ({ userId }) => userId)
  return new Map(
    userIds.map((userId) => [userId, (found.get(userId) ?? []).map(({ id, name }) => ({ id, name }))]),
  )
}

/** Nobody deletes them meanwhile. @throws TAG_NOT_FOUND */
export async function holdTags({ sql }: Work, ids: readonly string[]): Promise<void> {
  const rows = await sql<{ id: string }>`select id from tags where id = any(${ids}::uuid[]) for share`
  const known = new Set(rows.map(({ id }) => id))
  const unknown = ids.find((id) => !known.has(id))
  if (unknown !== undefined) throw UserErrors.TAG_NOT_FOUND({ tagId: unknown })
}

/** These and no others. */
export async function replaceTags(
  { sql, now }: Work,
  userId: string,
  tagIds: readonly string[],
): Promise<void> {
  await sql`delete from user_tags where user_id = ${userId} and tag_id <> all(${tagIds}::uuid[])`
  await sql`
    insert into user_tags (user_id, tag_id, given_at)
    select ${userId}, id, ${now} from unnest(${tagIds}::uuid[]) as id on conflict do nothing`
}
