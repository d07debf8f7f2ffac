import { CommonErrors, newId } from '@linli/core'
import { columns, fromColumns, type Sql, toColumns, uniqueViolation } from '@linli/events'
import type { Work } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Closure, DayHours } from './hours.ts'
import type { PickupPoint, PickupPointDraft, PointStatus } from './pickup-point.ts'

const PICKUP_POINT = columns(Prisma.PickupPointScalarFieldEnum)

type Row = { days: DayHours[]; closures: { id: string; startsAt: string; endsAt: string; reason: string }[] }

const toPoint = (row: object & Row): PickupPoint => ({
  ...fromColumns<PickupPoint>(row),
  closures: row.closures.map(({ startsAt, endsAt, ...closure }) => ({
    ...closure,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
  })),
})

/** Points with the days and closures that still matter at `at`; unknown ids are left out. */
export async function findPoints(sql: Sql, ids: readonly string[], at: Date): Promise<PickupPoint[]> {
  const rows = await sql<Row>`
    select ${PICKUP_POINT.of('point')},
      (select coalesce(json_agg(json_build_object('day', day, 'hours', hours, 'note', note) order by day), '[]')
         from pickup_point_days where pickup_point_id = point.id and day >= (${at}::timestamptz - interval '2 days')::date) as days,
      (select coalesce(json_agg(json_build_object('id', id, 'startsAt', starts_at, 'endsAt', ends_at, 'reason', reason)
                                order by starts_at), '[]')
         from pickup_point_closures where pickup_point_id = point.id and ends_at > ${at}) as closures
    from pickup_points point where point.id = any(${ids}::uuid[]) order by point.id`
  return rows.map(toPoint)
}

/** @throws PICKUP_POINT_NOT_FOUND */
export async function loadPoint(sql: Sql, id: string, at: Date): Promise<PickupPoint> {
  const [point] = await findPoints(sql, [id], at)
  if (!point) throw DeliveryErrors.PICKUP_POINT_NOT_FOUND({ pickupPointId: id })
  return point
}

export type PointFilter = {
  readonly communityId?: string | undefined
  readonly status?: PointStatus | undefined
  readonly at: Date
  readonly skip: number
  readonly take: number
}

export async function listPoints(
  sql: Sql,
  filter: PointFilter,
): Promise<{ items: PickupPoint[]; total: number }> {
  const { communityId = null, status = null } = filter
  const rows = await sql<{ id: string; total: number }>`
    select id, count(*) over () as total from pickup_points
    where (${communityId}::uuid is null or community_id = ${communityId}) and (${status}::text is null or status = ${status})
    order by id desc limit ${filter.take} offset ${filter.skip}`
  const items = await findPoints(
    sql,
    rows.map(({ id }) => id),
    filter.at,
  )
  return { items: items.reverse(), total: rows[0]?.total ?? 0 }
}

/** The points residents may choose, open ones first. */
export async function listCommunityPoints(sql: Sql, communityId: string, at: Date): Promise<PickupPoint[]> {
  const rows = await sql<{ id: string }>`
    select id from pickup_points where community_id = ${communityId} and status <> 'CLOSED'`
  const points = await findPoints(
    sql,
    rows.map(({ id }) => id),
    at,
  )
  return points.sort((a, b) => Number(b.status === 'OPEN') - Number(a.status === 'OPEN'))
}

/** A merchant's points that are not closed for good, by name. @param ids undefined = every one */
export async function listMerchantPoints(
  sql: Sql,
  { merchantId, ids }: { merchantId: string; ids: readonly string[] | undefined },
  at: Date,
): Promise<PickupPoint[]> {
  const rows = await sql<{ id: string }>`
    select id from pickup_points
    where merchant_id = ${merchantId} and status <> 'CLOSED'
      and (${ids ?? null}::uuid[] is null or id = any(${ids ?? null}::uuid[]))`
  const points = await findPoints(
    sql,
    rows.map(({ id }) => id),
    at,
  )
  return points.sort((a, b) => a.name.localeCompare(b.name, 'zh'))
}

const columnsOf = ({ days: _days, ...draft }: PickupPointDraft, more: object) =>
  JSON.stringify(toColumns({ ...draft, ...more }))

/** @throws PICKUP_POINT_EXISTS */
export async function insertPoint(work: Work, draft: PickupPointDraft): Promise<PickupPoint> {
  const id = newId(work.now)
  const stamp = { id, status: 'OPEN', version: 1, createdAt: work.now, updatedAt: work.now }
  await orExists(
    () => work.sql`
      insert into pickup_points (${PICKUP_POINT})
      select ${PICKUP_POINT} from jsonb_populate_record(null::pickup_points, ${columnsOf(draft, stamp)}::jsonb)`,
  )
  await replaceDays(work, id, draft.days)
  return loadPoint(work.sql, id, work.now)
}

type Versioned = { readonly id: string; readonly version: number }

/** @throws PICKUP_POINT_NOT_FOUND, VERSION_CONFLICT, PICKUP_POINT_EXISTS */
export async function updatePoint(work: Work, ref: Versioned, draft: PickupPointDraft): Promise<PickupPoint> {
  const saved = await orExists(
    () => work.sql`
      update pickup_points as old set
        community_id = new.community_id, merchant_id = new.merchant_id, name = new.name, type = new.type,
        address = new.address, lng = new.lng, lat = new.lat, contact_name = new.contact_name,
        contact_phone = new.contact_phone, hours = new.hours, daily_capacity = new.daily_capacity,
        cold_storage = new.cold_storage, leader_id = new.leader_id, version = old.version + 1, updated_at = ${work.now}
      from jsonb_populate_record(null::pickup_points, ${columnsOf(draft, {})}::jsonb) as new
      where old.id = ${ref.id} and old.version = ${ref.version} returning old.id`,
  )
  if (saved.length === 0) {
    await loadPoint(work.sql, ref.id, work.now)
    throw CommonErrors.VERSION_CONFLICT({ pickupPointId: ref.id })
  }
  await replaceDays(work, ref.id, draft.days)
  return loadPoint(work.sql, ref.id, work.now)
}

/** Days gone by stay as they were. */
async function replaceDays(work: Work, id: string, days: readonly DayHours[]): Promise<void> {
  await work.sql`
    delete from pickup_point_days where pickup_point_id = ${id} and day >= (${work.now}::timestamptz - interval '2 days')::date`
  await work.sql`
    insert into pickup_point_days (pickup_point_id, day, hours, note)
    select ${id}, day, hours, note from jsonb_to_recordset(${JSON.stringify(days)}::jsonb)
      as one(day date, hours jsonb, note text)
    on conflict (pickup_point_id, day) do update set hours = excluded.hours, note = excluded.note`
}

/** @throws PICKUP_POINT_NOT_FOUND */
export async function setPointStatus(work: Work, id: string, status: PointStatus): Promise<PickupPoint> {
  await work.sql`
    update pickup_points set status = ${status}, version = version + 1, updated_at = ${work.now} where id = ${id}`
  return loadPoint(work.sql, id, work.now)
}

export async function pausePointsOf(work: Work, leaderId: string): Promise<void> {
  await work.sql`
    update pickup_points set status = 'PAUSED', version = version + 1, updated_at = ${work.now}
    where leader_id = ${leaderId} and status = 'OPEN'`
}

export type Member = { readonly staffId: string; readonly name: string }

export async function replaceStaff(work: Work, id: string, members: readonly Member[]): Promise<void> {
  await work.sql`delete from pickup_point_staff where pickup_point_id = ${id}`
  await work.sql`
    insert into pickup_point_staff (pickup_point_id, staff_id, name)
    select ${id}, * from unnest(${members.map(({ staffId }) => staffId)}::uuid[], ${members.map(({ name }) => name)}::text[])`
}

export async function listStaff(sql: Sql, id: string): Promise<Member[]> {
  const rows = await sql`
    select staff_id, name from pickup_point_staff where pickup_point_id = ${id} order by name, staff_id`
  return rows.map((row) => fromColumns<Member>(row))
}

export type NewClosure = Closure & {
  readonly pickupPointId: string
  readonly reason: string
  readonly actorId: string
}

export async function insertClosure(work: Work, closure: NewClosure): Promise<void> {
  await work.sql`
    insert into pickup_point_closures (id, pickup_point_id, starts_at, ends_at, reason, actor_id, created_at)
    values (${newId(work.now)}, ${closure.pickupPointId}, ${closure.startsAt}, ${closure.endsAt}, ${closure.reason},
            ${closure.actorId}, ${work.now})`
}

async function orExists<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (uniqueViolation(error) === undefined) throw error
    throw DeliveryErrors.PICKUP_POINT_EXISTS(undefined, error)
  }
}
