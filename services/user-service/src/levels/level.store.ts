import { CommonErrors, newId } from '@linli/core'
import { fromColumns, type Sql, uniqueViolation } from '@linli/events'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import type { Level } from './level.ts'

/** The lowest first. */
export async function listLevels(sql: Sql): Promise<Level[]> {
  const rows = await sql`select id, name, growth_fen, version from levels order by growth_fen`
  return rows.map((row) => fromColumns<Level>(row))
}

/** In fen. @throws USER_NOT_FOUND */
export async function findGrowth(sql: Sql, userId: string): Promise<number> {
  const [row] = await sql<{ fen: number }>`select growth_fen as fen from users where id = ${userId}`
  if (!row) throw UserErrors.USER_NOT_FOUND({ userId })
  return row.fen
}

/** How many residents have each level, by its number. */
export async function countByLevel(sql: Sql): Promise<Map<number, number>> {
  const rows = await sql<{ level: number; users: number }>`
    select member_level as level, count(*)::integer as users from users
    where member_level > 0 and status <> 'DELETED' group by member_level`
  return new Map(rows.map(({ level, users }) => [level, users]))
}

/** Until the commit nobody else changes the levels, and nobody's growth is looked at by the old ones. */
export async function lockLevels({ sql }: Work): Promise<Level[]> {
  await sql`lock table levels in exclusive mode`
  return listLevels(sql)
}

type Words = Pick<Level, 'name' | 'growthFen'>

/** @throws LEVEL_TAKEN */
export async function insertLevel({ sql, now }: Work, { name, growthFen }: Words): Promise<string> {
  const id = newId(now)
  await sql`
    insert into levels (id, name, growth_fen, created_at) values (${id}, ${name}, ${growthFen}, ${now})`.catch(
    taken,
  )
  return id
}

/** @throws LEVEL_TAKEN, VERSION_CONFLICT */
export async function saveLevel({ sql }: Work, { id, name, growthFen, version }: Level): Promise<void> {
  const rows = await sql`
    update levels set name = ${name}, growth_fen = ${growthFen}, version = version + 1
    where id = ${id} and version = ${version} returning id`.catch(taken)
  if (rows.length === 0) throw CommonErrors.VERSION_CONFLICT({ levelId: id })
}

export async function removeLevel({ sql }: Work, id: string): Promise<void> {
  await sql`delete from levels where id = ${id}`
}

function taken(error: unknown): never {
  throw uniqueViolation(error) === undefined ? error : UserErrors.LEVEL_TAKEN()
}

/** Gives everybody the level of their growth. @returns how many have another than before */
export async function regradeUsers({ sql }: Work): Promise<number> {
  const rows = await sql`
    update users set member_level = due.level
    from (select id, (select count(*)::integer from levels where levels.growth_fen <= users.growth_fen) as level
          from users) due
    where due.id = users.id and due.level <> users.member_level returning users.id`
  return rows.length
}

export type OrderGrowth = { readonly orderId: string; readonly userId: string; readonly netFen: number }

/** Counts the order, and gives the resident the level that follows. @returns false when there is no such resident. */
export async function saveGrowth({ sql }: Work, { orderId, userId, netFen }: OrderGrowth): Promise<boolean> {
  await sql`lock table levels in share mode`
  // Held first: the sum below must see what another order of theirs has just added.
  const held = await sql`select id from users where id = ${userId} for update`
  if (held.length === 0) return false
  await sql`
    insert into order_growth (order_id, user_id, net_fen) values (${orderId}, ${userId}, ${netFen})
    on conflict (order_id) do update set net_fen = least(order_growth.net_fen, excluded.net_fen)`
  await sql`
    update users set growth_fen = total.fen,
      member_level = (select count(*)::integer from levels where levels.growth_fen <= total.fen)
    from (select coalesce(sum(net_fen), 0)::bigint as fen from order_growth where user_id = ${userId}) total
    where id = ${userId}`
  return true
}
