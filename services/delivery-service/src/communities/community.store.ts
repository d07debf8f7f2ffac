import { CommonErrors, newId } from '@linli/core'
import { columns, fromColumns, type Sql, toColumns, uniqueViolation } from '@linli/events'
import type { Work } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { boxOf, type Community, type CommunityDraft, type CommunityStatus } from './community.ts'
import type { Point } from './geo.ts'

const COMMUNITY = columns(Prisma.CommunityScalarFieldEnum)

const toCommunity = (row: object) => fromColumns<Community>(row)

/** @throws COMMUNITY_NOT_FOUND */
export async function loadCommunity(sql: Sql, id: string): Promise<Community> {
  const [row] = await sql`select ${COMMUNITY} from communities where id = ${id}`
  if (!row) throw DeliveryErrors.COMMUNITY_NOT_FOUND({ communityId: id })
  return toCommunity(row)
}

/** Communities whose box holds the place and that exist for residents; the exact test is the caller's. */
export async function communitiesAround(sql: Sql, [lng, lat]: Point): Promise<Community[]> {
  const rows = await sql`
    select ${COMMUNITY} from communities
    where min_lng <= ${lng} and max_lng >= ${lng} and min_lat <= ${lat} and max_lat >= ${lat}
      and status in ('PREPARING', 'OPEN', 'PAUSED')`
  return rows.map(toCommunity)
}

export type NearbyFilter = {
  readonly place: Point
  readonly city?: string | undefined
  readonly limit: number
}

/** Nearest first. */
export async function nearestCommunities(
  sql: Sql,
  { place, city, limit }: NearbyFilter,
): Promise<Community[]> {
  const [lng, lat] = place
  const rows = await sql`
    select ${COMMUNITY} from communities
    where status in ('PREPARING', 'OPEN', 'PAUSED') and (${city ?? null}::text is null or city = ${city ?? null})
    order by ((lng - ${lng}) * cos(radians(${lat}))) ^ 2 + (lat - ${lat}) ^ 2, id
    limit ${limit}`
  return rows.map(toCommunity)
}

export type SearchFilter = {
  readonly keyword?: string | undefined
  readonly city?: string | undefined
  readonly statuses: readonly CommunityStatus[]
  readonly afterId?: string | undefined
  readonly limit: number
}

/** By name or pinyin, in the order of ids. */
export async function searchCommunities(sql: Sql, filter: SearchFilter): Promise<Community[]> {
  const like = filter.keyword ? `%${filter.keyword.toLowerCase().replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await sql`
    select ${COMMUNITY} from communities
    where status = any(${filter.statuses}) and (${filter.city ?? null}::text is null or city = ${filter.city ?? null})
      and (${like}::text is null or lower(name) like ${like} or pinyin like ${like} or pinyin_initials like ${like}
           or address like ${like})
      and (${filter.afterId ?? null}::uuid is null or id > ${filter.afterId ?? null})
    order by id limit ${filter.limit}`
  return rows.map(toCommunity)
}

export type TableFilter = {
  readonly keyword?: string | undefined
  readonly status?: CommunityStatus | undefined
  readonly skip: number
  readonly take: number
}

export async function listCommunities(
  sql: Sql,
  filter: TableFilter,
): Promise<{ items: Community[]; total: number }> {
  const like = filter.keyword ? `%${filter.keyword.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await sql<{ total: number }>`
    select ${COMMUNITY}, count(*) over () as total from communities
    where (${filter.status ?? null}::text is null or status = ${filter.status ?? null})
      and (${like}::text is null or name like ${like} or pinyin like ${like})
    order by id desc limit ${filter.take} offset ${filter.skip}`
  return { items: rows.map(toCommunity), total: rows[0]?.total ?? 0 }
}

const columnsOf = (draft: CommunityDraft) => JSON.stringify(toColumns({ ...draft, ...boxOf(draft) }))

/** @throws COMMUNITY_EXISTS */
export async function insertCommunity(work: Work, draft: CommunityDraft): Promise<Community> {
  const row = { id: newId(work.now), version: 1, createdAt: work.now, updatedAt: work.now }
  const stamp = JSON.stringify(toColumns(row))
  const [saved] = await orExists(
    () => work.sql`
      insert into communities (${COMMUNITY})
      select ${COMMUNITY} from jsonb_populate_record(null::communities, ${columnsOf(draft)}::jsonb || ${stamp}::jsonb) returning ${COMMUNITY}`,
  )
  if (!saved) throw new Error('the inserted community was not returned')
  return toCommunity(saved)
}

/** @throws COMMUNITY_NOT_FOUND, VERSION_CONFLICT, COMMUNITY_EXISTS */
export async function updateCommunity(
  work: Work,
  { id, version }: { id: string; version: number },
  draft: CommunityDraft,
): Promise<Community> {
  const [saved] = await orExists(
    () => work.sql`
      update communities as old set
        name = new.name, pinyin = new.pinyin, pinyin_initials = new.pinyin_initials, province = new.province,
        city = new.city, district = new.district, adcode = new.adcode, address = new.address, lng = new.lng,
        lat = new.lat, fence = new.fence, radius_m = new.radius_m, min_lng = new.min_lng, max_lng = new.max_lng,
        min_lat = new.min_lat, max_lat = new.max_lat, status = new.status, warehouse_id = new.warehouse_id,
        leader_id = new.leader_id, delivery_modes = new.delivery_modes,
        default_pickup_point_id = new.default_pickup_point_id, version = old.version + 1, updated_at = ${work.now}
      from jsonb_populate_record(null::communities, ${columnsOf(draft)}::jsonb) as new
      where old.id = ${id} and old.version = ${version} and old.status <> 'MERGED' returning ${COMMUNITY.of('old')}`,
  )
  if (saved) return toCommunity(saved)
  await loadCommunity(work.sql, id)
  throw CommonErrors.VERSION_CONFLICT({ communityId: id })
}

/** @throws COMMUNITY_NOT_FOUND, COMMUNITY_IN_USE when points or slots hang on it. */
export async function deleteCommunity(work: Work, id: string): Promise<void> {
  await loadCommunity(work.sql, id)
  const gone = await work.sql`
    delete from communities where id = ${id}
      and not exists (select from pickup_points where community_id = ${id})
      and not exists (select from slot_templates where community_id = ${id})
      and not exists (select from slot_exceptions where community_id = ${id})
      and not exists (select from communities where merged_into = ${id})
    returning id`
  if (gone.length === 0) throw DeliveryErrors.COMMUNITY_IN_USE({ communityId: id })
}

async function orExists<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (uniqueViolation(error) === undefined) throw error
    throw DeliveryErrors.COMMUNITY_EXISTS(undefined, error)
  }
}
