import { CommonErrors, newId } from '@linli/core'
import { columns, fromColumns, type Sql, toColumns } from '@linli/events'
import type { Work } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Slot } from './slot.ts'
import type { DatedSlot, SlotTemplate } from './slot-template.ts'

const SLOT = columns(Prisma.SlotScalarFieldEnum)

const toSlot = (row: object) => fromColumns<Slot>(row)

/** @throws SLOT_NOT_FOUND */
export async function loadSlot(sql: Sql, id: string): Promise<Slot> {
  const [row] = await sql`select ${SLOT} from slots where id = ${id}`
  if (!row) throw DeliveryErrors.SLOT_NOT_FOUND({ slotId: id })
  return toSlot(row)
}

export async function findSlot(sql: Sql, id: string): Promise<Slot | undefined> {
  const [row] = await sql`select ${SLOT} from slots where id = ${id}`
  return row && toSlot(row)
}

export type OfferFilter = {
  readonly communityId: string
  readonly mode: string
  readonly pickupPointId: string | null
  readonly from: string
  readonly to: string
}

/** A slot as one point offers it; the point may have all its parcels of that day (D02). */
export type SlotAtPoint = Slot & { readonly pointFull: boolean }

/** What is offered on the days `[from, to]`, by start; with a point its own slots and those of every point. */
export async function listOffered(sql: Sql, filter: OfferFilter): Promise<SlotAtPoint[]> {
  const { communityId, mode, pickupPointId, from, to } = filter
  const rows = await sql`
    select ${SLOT.of('slot')}, coalesce(load.reserved >= point.daily_capacity, false) as point_full
    from slots slot left join pickup_points point on point.id = ${pickupPointId}
      left join pickup_point_loads load on load.pickup_point_id = point.id and load.day = slot.day
    where slot.community_id = ${communityId} and slot.mode = ${mode} and slot.day between ${from} and ${to}
      and (slot.pickup_point_id is null or slot.pickup_point_id = ${pickupPointId})
    order by slot.starts_at, slot.id`
  return rows.map((row) => fromColumns<SlotAtPoint>(row))
}

/** The slot whose cut-off comes next at or after an instant. */
export async function nextCutoff(
  sql: Sql,
  { communityId, mode, at }: { communityId: string; mode: string; at: Date },
): Promise<Slot | undefined> {
  const [row] = await sql`
    select ${SLOT} from slots where community_id = ${communityId} and mode = ${mode} and status = 'OPEN' and cutoff_at >= ${at}
    order by cutoff_at, starts_at limit 1`
  return row && toSlot(row)
}

export type TableFilter = {
  readonly communityId?: string | undefined
  readonly mode?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly skip: number
  readonly take: number
}

export async function listSlots(sql: Sql, filter: TableFilter): Promise<{ items: Slot[]; total: number }> {
  const { communityId = null, mode = null, from = null, to = null } = filter
  const rows = await sql<{ total: number }>`
    select ${SLOT}, count(*) over () as total from slots
    where (${communityId}::uuid is null or community_id = ${communityId}) and (${mode}::text is null or mode = ${mode})
      and (${from}::date is null or day >= ${from}) and (${to}::date is null or day <= ${to})
    order by starts_at, id limit ${filter.take} offset ${filter.skip}`
  return { items: rows.map(toSlot), total: rows[0]?.total ?? 0 }
}

export type SlotEdit = Pick<Slot, 'capacity' | 'surchargeFen' | 'status' | 'note'>

/** A person's change, which the generator leaves alone. @throws SLOT_NOT_FOUND, SLOT_OVERBOOKED, VERSION_CONFLICT */
export async function editSlot(
  work: Work,
  ref: { id: string; version: number },
  edit: SlotEdit,
): Promise<Slot> {
  const [row] = await work.sql`
    update slots set capacity = ${edit.capacity}, surcharge_fen = ${edit.surchargeFen}, status = ${edit.status},
      note = ${edit.note}, edited = true, version = version + 1, updated_at = ${work.now}
    where id = ${ref.id} and version = ${ref.version} and reserved <= ${edit.capacity} returning ${SLOT}`
  if (row) return toSlot(row)
  const { reserved } = await loadSlot(work.sql, ref.id)
  if (reserved > edit.capacity) throw DeliveryErrors.SLOT_OVERBOOKED({ reserved })
  throw CommonErrors.VERSION_CONFLICT({ slotId: ref.id })
}

/**
 * Makes the slots of `templates` on `days` what they should be: new ones are inserted, untouched ones follow their
 * template, those not offered any more close. A booked slot keeps its hours, and never less capacity than is booked.
 * @returns how many rows changed.
 */
export async function saveDated(
  work: Work,
  dated: readonly DatedSlot[],
  { templates, days }: { templates: readonly SlotTemplate[]; days: readonly string[] },
): Promise<number> {
  const rows = dated.map((slot) => toColumns({ id: newId(work.now), ...slot }))
  const saved = await work.sql`
    insert into slots (id, template_id, community_id, mode, pickup_point_id, day, starts_at, ends_at, cutoff_at, capacity,
                       surcharge_fen, status, note, created_at, updated_at)
    select id, template_id, community_id, mode, pickup_point_id, day, starts_at, ends_at, cutoff_at, capacity,
           surcharge_fen, status, note, ${work.now}, ${work.now}
    from jsonb_populate_recordset(null::slots, ${JSON.stringify(rows)}::jsonb)
    on conflict (template_id, day) do update set
      starts_at = case when slots.reserved = 0 then excluded.starts_at else slots.starts_at end,
      ends_at = case when slots.reserved = 0 then excluded.ends_at else slots.ends_at end,
      cutoff_at = case when slots.reserved = 0 then excluded.cutoff_at else slots.cutoff_at end,
      pickup_point_id = case when slots.reserved = 0 then excluded.pickup_point_id else slots.pickup_point_id end,
      capacity = greatest(excluded.capacity, slots.reserved), surcharge_fen = excluded.surcharge_fen,
      status = excluded.status, note = excluded.note, version = slots.version + 1, updated_at = excluded.updated_at
    where not slots.edited and (
      (slots.reserved = 0 and (slots.starts_at, slots.ends_at, slots.cutoff_at, slots.pickup_point_id) is distinct from
        (excluded.starts_at, excluded.ends_at, excluded.cutoff_at, excluded.pickup_point_id))
      or (slots.capacity, slots.surcharge_fen, slots.status, slots.note) is distinct from
        (greatest(excluded.capacity, slots.reserved), excluded.surcharge_fen, excluded.status, excluded.note))
    returning id`
  const offered = dated.map(({ templateId, day }) => `${templateId} ${day}`)
  const closed = await work.sql`
    update slots set status = 'CLOSED', version = version + 1, updated_at = ${work.now}
    where template_id = any(${templates.map(({ id }) => id)}::uuid[]) and day = any(${days}::date[]) and status = 'OPEN'
      and not edited and not (template_id::text || ' ' || day::text) = any(${offered})
    returning id`
  return saved.length + closed.length
}
