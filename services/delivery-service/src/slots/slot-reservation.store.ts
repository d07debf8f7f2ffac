import { newId } from '@linli/core'
import { activeTraceId, columns, fromColumns, type Sql } from '@linli/events'
import type { SlotRefusal } from '@linli/proto/delivery'
import type { Work } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Slot } from './slot.ts'
import type { SlotReservation, SlotReservationStatus, Wanted } from './slot-reservation.ts'

const SLOT = columns(Prisma.SlotScalarFieldEnum)
const SLOT_RESERVATION = columns(Prisma.SlotReservationScalarFieldEnum)

/** Takes the order's row; a second event of the same order waits here for the first. @returns false when it is there. */
export async function openReservation(
  work: Work,
  { orderId, userId, pickupPointId }: Wanted,
): Promise<boolean> {
  const rows = await work.sql`
    insert into slot_reservations (order_id, user_id, pickup_point_id, status, refusal, checked_at, created_at, updated_at)
    values (${orderId}, ${userId}, ${pickupPointId}, 'REFUSED', 'NOT_FOUND', ${work.now}, ${work.now}, ${work.now})
    on conflict (order_id) do nothing returning order_id`
  return rows.length > 0
}

export async function lockReservation(work: Work, orderId: string): Promise<SlotReservation | undefined> {
  const [row] =
    await work.sql`select ${SLOT_RESERVATION} from slot_reservations where order_id = ${orderId} for update`
  return row && fromColumns<SlotReservation>(row)
}

export type Taken = { readonly slot: Slot | undefined; readonly pointFull: boolean }

/**
 * One place of the slot, and one parcel of the point's day, by one guarded UPDATE each (D04): the last place is taken
 * once, however many ask. The two rows are locked in the same order by everybody.
 */
export async function takePlace(work: Work, { slotId, pickupPointId }: Wanted): Promise<Taken> {
  const [row] = await work.sql`
    update slots set reserved = reserved + 1, version = version + 1, updated_at = ${work.now}
    where id = ${slotId} and status = 'OPEN' and reserved < capacity and cutoff_at > ${work.now}
      and (pickup_point_id is null or pickup_point_id = ${pickupPointId})
    returning ${SLOT}`
  if (!row) return { slot: undefined, pointFull: false }
  const slot = fromColumns<Slot>(row)
  if (pickupPointId === null) return { slot, pointFull: false }
  const load = await work.sql`
    insert into pickup_point_loads as load (pickup_point_id, day, reserved)
    select id, ${slot.day}, 1 from pickup_points where id = ${pickupPointId}
    on conflict (pickup_point_id, day) do update set reserved = load.reserved + 1
      where load.reserved < (select daily_capacity from pickup_points where id = ${pickupPointId})
    returning reserved`
  if (load.length > 0) return { slot, pointFull: false }
  await work.sql`update slots set reserved = reserved - 1, version = version + 1 where id = ${slotId}`
  return { slot, pointFull: true }
}

type Outcome = {
  readonly event: string
  readonly from: SlotReservationStatus | null
  readonly to: SlotReservationStatus
  readonly slotId: string | null
  readonly refusal?: SlotRefusal
}

/** Writes what became of a reservation, with its history. @returns the new version. */
export async function saveReservation(work: Work, orderId: string, outcome: Outcome): Promise<number> {
  const { event, from, to, slotId, refusal = null } = outcome
  const [row] = await work.sql<{ version: number }>`
    with history as (
      insert into slot_reservation_history (id, order_id, from_status, event, to_status, actor_type, trace_id, at)
      values (${newId(work.now)}, ${orderId}, ${from}, ${event}, ${to}, 'SYSTEM', ${activeTraceId()}, ${work.now})
    )
    update slot_reservations set status = ${to}, slot_id = ${slotId}, refusal = ${refusal}, version = version + 1,
      updated_at = ${work.now}
    where order_id = ${orderId} returning version`
  return row?.version ?? 0
}

/** Gives back the place of the slot and of the point's day. */
export async function returnPlace(
  work: Work,
  { slotId, pickupPointId }: { slotId: string; pickupPointId: string | null },
): Promise<void> {
  const [row] = await work.sql<{ day: string }>`
    update slots set reserved = reserved - 1, version = version + 1, updated_at = ${work.now}
    where id = ${slotId} returning day`
  if (pickupPointId === null) return
  await work.sql`
    update pickup_point_loads set reserved = reserved - 1 where pickup_point_id = ${pickupPointId} and day = ${row?.day}`
}

/** Leaves a tombstone when nobody has asked yet. @returns false when somebody has. */
export async function buryReservation(
  work: Work,
  { orderId, userId }: Pick<Wanted, 'orderId' | 'userId'>,
): Promise<boolean> {
  const rows = await work.sql`
    with buried as (
      insert into slot_reservations (order_id, user_id, status, checked_at, created_at, updated_at)
      values (${orderId}, ${userId}, 'BURIED', ${work.now}, ${work.now}, ${work.now})
      on conflict (order_id) do nothing returning order_id
    )
    insert into slot_reservation_history (id, order_id, event, to_status, actor_type, trace_id, at)
    select ${newId(work.now)}::uuid, order_id, 'bury', 'BURIED', 'SYSTEM', ${activeTraceId()}, ${work.now} from buried
    returning order_id`
  return rows.length > 0
}

export type OpenReservation = Pick<SlotReservation, 'orderId' | 'userId'>

/** RESERVED and not looked at since. */
export async function openBefore(sql: Sql, before: Date, limit: number): Promise<OpenReservation[]> {
  const rows = await sql`
    select order_id, user_id from slot_reservations where status = 'RESERVED' and checked_at < ${before}
    order by checked_at limit ${limit}`
  return rows.map((row) => fromColumns<OpenReservation>(row))
}

export async function markChecked(work: Work, orderId: string): Promise<void> {
  await work.sql`update slot_reservations set checked_at = ${work.now} where order_id = ${orderId}`
}
