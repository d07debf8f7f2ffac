import { newId } from '@linli/core'
import type { Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import type { Tag } from './tag.ts'

export type TagRow = Tag & { readonly users: number }

/** All of them by name, each with how many have it. */
export async function listTags(sql: Sql): Promise<TagRow[]> {
  return sql<TagRow>`
    select id, name, (select count(*)::integer from user_tags where tag_id = tags.id) as users
    from tags order by name`
}

/** Residents who may get something, by id, beginning after one. */
export async function listTaggedUsers(
  sql: Sql,
  tagId: string,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    select u.id from user_tags t join users u on u.id = t.user_id
    where t.tag_id = ${tagId} and u.status = 'ACTIVE'
      and (${after ?? null}::uuid is null or t.user_id > ${after ?? null}::uuid)
    order by t.user_id limit ${limit}`
  return rows.map(({ id }) => id)
}

/** @throws TAG_NOT_FOUND */
export async function loadTag(sql: Sql, id: string): Promise<Tag> {
  const [row] = await sql<Tag>`select id, name from tags where id = ${id}`
  if (!row) throw UserErrors.TAG_NOT_FOUND({ tagId: id })
  return row
}

/** @throws TAG_NOT_FOUND */
export async function lockTag({ sql }: Work, id: string): Promise<Tag> {
  const [row] = await sql<Tag>`select id, name from tags where id = ${id} for update`
  if (!row) throw UserErrors.TAG_NOT_FOUND({ tagId: id })
  return row
}

export async function countTags({ sql }: Work): Promise<number> {
  const [row] = await sql<{ n: number }>`select count(*)::integer as n from tags`
  return row?.n ?? 0
}

/** @throws TAG_NAME_TAKEN */
export async function insertTag({ sql, now }: Work, name: string): Promise<string> {
  const id = newId(now)
  const rows = await sql`
    insert into tags (id, name, created_at) values (${id}, ${name}, ${now})
    on conflict (name) do nothing returning id`
  if (rows.length === 0) throw UserErrors.TAG_NAME_TAKEN({ name })
  return id
}

/** @throws TAG_NAME_TAKEN */
export async function renameTag({ sql }: Work, { id, name }: Tag): Promise<void> {
  const rows = await sql`
    update tags set name = ${name}
    where id = ${id} and not exists (select 1 from tags where name = ${name} and id <> ${id}) returning id`
  if (rows.length === 0) throw UserErrors.TAG_NAME_TAKEN({ name })
}

/** @returns how many had it */
export async function removeTag({ sql }: Work, id: string): Promise<number> {
  const had = await sql`delete from user_tags where tag_id = ${id} returning user_id`
  await sql`delete from tags where id = ${id}`
  return had.length
}
