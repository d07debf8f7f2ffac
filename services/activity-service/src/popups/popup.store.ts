import type { ReadOnly, Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import type { PrismaClient, Popup as Row } from '../generated/prisma/client.ts'
import type { Popup, PopupEvent, Seen } from './popup.ts'

type Db = Pick<ReadOnly<PrismaClient>, 'popup'>

// The constraints of the table hold the words of these columns, the door those of `pages`.
const toPopup = ({ updatedBy: _by, createdAt: _made, updatedAt: _at, ...row }: Row): Popup => ({
  ...row,
  pages: row.pages as Popup['pages'][number][],
  audience: row.audience as Popup['audience'],
  frequency: row.frequency as Popup['frequency'],
  status: row.status as Popup['status'],
})

/** Every popup that is on, whatever its schedule. */
export async function listActivePopups(db: Db): Promise<Popup[]> {
  const rows = await db.popup.findMany({ where: { status: 'ACTIVE' }, orderBy: { id: 'asc' } })
  return rows.map(toPopup)
}

type Page = {
  readonly status?: Popup['status'] | undefined
  readonly page: number
  readonly pageSize: number
}

/** Newest first. */
export async function pagePopups(
  db: Db,
  { status, page, pageSize }: Page,
): Promise<{ popups: Popup[]; total: number }> {
  const where = status === undefined ? {} : { status }
  const [rows, total] = await Promise.all([
    db.popup.findMany({ where, orderBy: { id: 'desc' }, skip: (page - 1) * pageSize, take: pageSize }),
    db.popup.count({ where }),
  ])
  return { popups: rows.map(toPopup), total }
}

export async function findPopup(db: Db, id: string): Promise<Popup | undefined> {
  const row = await db.popup.findUnique({ where: { id } })
  return row ? toPopup(row) : undefined
}

export async function templateExists(work: Work, id: string): Promise<boolean> {
  return (await work.db.couponTemplate.count({ where: { id } })) > 0
}

type Written = { readonly popup: Popup; readonly adminId: string }

const columnsOf = ({ pages, communityIds, ...rest }: Popup) => ({
  ...rest,
  pages: [...pages],
  communityIds: [...communityIds],
})

export async function insertPopup(work: Work, { popup, adminId }: Written): Promise<void> {
  await work.db.popup.create({
    data: { ...columnsOf(popup), updatedBy: adminId, createdAt: work.now, updatedAt: work.now },
  })
}

/** @returns false when there is none with this id and version. */
export async function savePopup(work: Work, { popup, adminId }: Written): Promise<boolean> {
  const { id, version, ...content } = columnsOf(popup)
  const { count } = await work.db.popup.updateMany({
    where: { id, version },
    data: { ...content, version: version + 1, updatedBy: adminId, updatedAt: work.now },
  })
  return count === 1
}

/** With who has seen it and how often. @returns false when there was none. */
export async function dropPopup(work: Work, id: string): Promise<boolean> {
  const { count } = await work.db.popup.deleteMany({ where: { id } })
  return count > 0
}

/** What a resident has seen, by popup. */
export async function listSeen(sql: Sql, userId: string): Promise<Record<string, Seen>> {
  const rows = await sql<Seen & { id: string }>`
    select popup_id as id, exposures, to_char(last_day, 'YYYY-MM-DD') as "lastDay"
    from popup_viewers where user_id = ${userId}`
  return Object.fromEntries(rows.map(({ id, ...seen }) => [id, seen]))
}

type Counted = { readonly popupId: string; readonly type: PopupEvent; readonly day: string }

/** @returns false when there is no such popup. */
export async function countEvent({ sql }: Work, { popupId, type, day }: Counted): Promise<boolean> {
  const rows = await sql`
    insert into popup_days as counted (popup_id, day, exposures, clicks, closes)
    select id, ${day}::date, (${type} = 'EXPOSURE')::integer, (${type} = 'CLICK')::integer, (${type} = 'CLOSE')::integer
    from popups where id = ${popupId}
    on conflict (popup_id, day) do update set exposures = counted.exposures + excluded.exposures,
      clicks = counted.clicks + excluded.clicks, closes = counted.closes + excluded.closes
    returning popup_id`
  return rows.length > 0
}

type Exposed = { readonly popupId: string; readonly userId: string; readonly day: string }

export async function noteExposure(work: Work, { popupId, userId, day }: Exposed): Promise<void> {
  await work.sql`
    insert into popup_viewers as viewer (user_id, popup_id, exposures, last_day, updated_at)
    values (${userId}, ${popupId}, 1, ${day}, ${work.now})
    on conflict (user_id, popup_id) do update set exposures = viewer.exposures + 1, last_day = excluded.last_day,
      updated_at = excluded.updated_at`
}

export type PopupDay = {
  readonly day: string
  readonly exposures: number
  readonly clicks: number
  readonly closes: number
}

/** Newest first. */
export function listDays(sql: Sql, popupId: string): Promise<PopupDay[]> {
  return sql<PopupDay>`
    select to_char(day, 'YYYY-MM-DD') as day, exposures, clicks, closes from popup_days
    where popup_id = ${popupId} order by popup_days.day desc`
}

export async function dropViewer({ sql }: Work, userId: string): Promise<void> {
  await sql`delete from popup_viewers where user_id = ${userId}`
}
