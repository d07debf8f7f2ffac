import { newId } from '@linli/core'
import { activeTraceId, columns, fromColumns, type Sql, toColumns } from '@linli/events'
import type { Work } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { type Delivery, type DeliveryChange, type DeliveryLine, isFinal } from './delivery.ts'

const DELIVERY = columns(Prisma.DeliveryScalarFieldEnum)
const DELIVERY_LINE = columns(Prisma.DeliveryLineScalarFieldEnum)

const rowToDelivery = (row: object, lines: readonly object[]): Delivery => ({
  ...fromColumns<Delivery>(row),
  lines: lines.map((line) => fromColumns<DeliveryLine>(line)),
})

async function withLines(sql: Sql, rows: readonly { id: string }[]): Promise<Delivery[]> {
  if (rows.length === 0) return []
  const lines = await sql<{ delivery_id: string }>`
    select ${DELIVERY_LINE} from delivery_lines where delivery_id = any(${rows.map(({ id }) => id)}::uuid[]) order by position`
  return rows.map((row) =>
    rowToDelivery(
      row,
      lines.filter((line) => line.delivery_id === row.id),
    ),
  )
}

/** @throws DELIVERY_NOT_FOUND */
export async function loadDelivery(sql: Sql, id: string): Promise<Delivery> {
  const [delivery] = await withLines(
    sql,
    await sql<{ id: string }>`select ${DELIVERY} from deliveries where id = ${id}`,
  )
  if (!delivery) throw DeliveryErrors.DELIVERY_NOT_FOUND({ deliveryId: id })
  return delivery
}

export async function findByOrder(sql: Sql, orderId: string): Promise<Delivery | undefined> {
  const [delivery] = await withLines(
    sql,
    await sql<{ id: string }>`select ${DELIVERY} from deliveries where order_id = ${orderId}`,
  )
  return delivery
}

export async function findDeliveries(sql: Sql, ids: readonly string[]): Promise<Delivery[]> {
  return withLines(
    sql,
    await sql<{ id: string }>`select ${DELIVERY} from deliveries where id = any(${ids}::uuid[]) order by id`,
  )
}

/** One event about an order at a time: a hold and the task it concerns may come at once, in either order. */
export async function lockOrder(work: Work, orderId: string): Promise<void> {
  await work.sql`select pg_advisory_xact_lock(hashtextextended(${orderId}, 7))`
}

/** @throws DELIVERY_NOT_FOUND */
export async function lockDelivery(work: Work, orderId: string): Promise<Delivery> {
  await lockOrder(work, orderId)
  const delivery = await findByOrder(work.sql, orderId)
  if (!delivery) throw DeliveryErrors.DELIVERY_NOT_FOUND({ orderId })
  return delivery
}

/** Saves what a rule decided, with one history row, and tells others. */
export async function saveDelivery(
  work: Work,
  before: Delivery,
  { next, step, events }: DeliveryChange,
): Promise<void> {
  const { operator } = step
  const saved = await work.sql`
    with history as (
      insert into delivery_history (id, delivery_id, from_status, event, to_status, actor_type, actor_id, actor_name, detail,
                                    trace_id, at)
      values (${newId(work.now)}, ${next.id}, ${before.status}, ${step.event}, ${next.status},
              ${operator ? 'STAFF' : 'SYSTEM'}, ${operator?.id ?? null}, ${operator?.name ?? null},
              ${JSON.stringify(step.detail ?? {})}::jsonb, ${activeTraceId()}, ${work.now})
    ), code as (
      update pickup_codes set live = false where delivery_id = ${next.id} and live and ${isFinal(next.status)}
    )
    update deliveries set status = ${next.status}, courier_id = ${next.courierId}, courier_name = ${next.courierName},
      dispatched_at = ${next.dispatchedAt}, arrived_at = ${next.arrivedAt}, ready_at = ${next.readyAt},
      pickup_deadline = ${next.pickupDeadline}, completed_at = ${next.completedAt}, version = ${next.version},
      updated_at = ${work.now}
    where id = ${next.id} and version = ${before.version} returning id`
  if (saved.length === 0) throw new Error(`delivery ${next.id} changed under its lock`)
  if (next.lines !== before.lines) await saveLines(work, next.lines)
  work.publish(...events)
}

async function saveLines(work: Work, lines: readonly DeliveryLine[]): Promise<void> {
  await work.sql`
    update delivery_lines as line
    set picked_qty = next.picked_qty, held_qty = next.held_qty, cancelled_qty = next.cancelled_qty
    from jsonb_to_recordset(${JSON.stringify(lines.map(toColumns))}::jsonb)
      as next(id uuid, picked_qty integer, held_qty integer, cancelled_qty integer)
    where line.id = next.id`
}

export type NewDelivery = Omit<Delivery, 'status' | 'version' | 'pickupPointName' | 'createdAt'> & {
  readonly warehouseId: string
  readonly weightG: number
  readonly volumeCm3: number
}

/**
 * Inserts the task, its lines and its first history row; the point's name is read here and kept.
 * @returns false when the order has a task already (D07: one per order).
 */
export async function insertDelivery(work: Work, { lines, ...delivery }: NewDelivery): Promise<boolean> {
  const stamp = {
    status: 'PENDING',
    version: 1,
    recipientState: delivery.pickupPointId ? 'WANTED' : 'NONE',
    createdAt: work.now,
    updatedAt: work.now,
  }
  const lineRows = lines.map((line, position) => toColumns({ ...line, deliveryId: delivery.id, position }))
  const rows = await work.sql`
    with placed as (
      insert into deliveries (${DELIVERY})
      select ${DELIVERY.of('task')} from jsonb_populate_record(null::deliveries,
        ${JSON.stringify(toColumns({ ...delivery, ...stamp }))}::jsonb || jsonb_build_object(
          'pickup_point_name', (select name from pickup_points where id = ${delivery.pickupPointId}))) as task
      on conflict (order_id) do nothing returning id
    ), lines as (
      insert into delivery_lines (${DELIVERY_LINE})
      select ${DELIVERY_LINE.of('line')} from placed, jsonb_populate_recordset(null::delivery_lines, ${JSON.stringify(lineRows)}::jsonb) as line
    )
    insert into delivery_history (id, delivery_id, event, to_status, actor_type, trace_id, at)
    select ${newId(work.now)}::uuid, id, 'create', 'PENDING', 'SYSTEM', ${activeTraceId()}, ${work.now} from placed
    returning id`
  return rows.length > 0
}

export type Track = {
  readonly event: string
  readonly toStatus: string
  readonly actorType: string
  readonly actorName: string | null
  readonly at: Date
}

export async function listTracks(sql: Sql, deliveryId: string): Promise<Track[]> {
  const rows = await sql`
    select event, to_status, actor_type, actor_name, at from delivery_history
    where delivery_id = ${deliveryId} order by at, id`
  return rows.map((row) => fromColumns<Track>(row))
}

/** Deadlines inside a closure move behind it by as much as it lasts. */
export async function shiftDeadlines(
  work: Work,
  { pickupPointId, startsAt, endsAt }: { pickupPointId: string; startsAt: Date; endsAt: Date },
): Promise<void> {
  await work.sql`
    update deliveries set pickup_deadline = pickup_deadline + (${endsAt}::timestamptz - ${startsAt}::timestamptz),
      version = version + 1, updated_at = ${work.now}
    where pickup_point_id = ${pickupPointId} and status in ('READY', 'PARTIAL')
      and pickup_deadline between ${startsAt} and ${endsAt}`
}

/** Nobody can be found by the end of their number any more. */
export async function eraseTails({ sql }: Work, userId: string): Promise<void> {
  await sql`update deliveries set phone_tail_index = null, recipient_state = 'NONE' where user_id = ${userId}`
}
