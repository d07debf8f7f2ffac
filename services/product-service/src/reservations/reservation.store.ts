import type { Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import type { LowLevel } from '../inventories/stock-low.ts'
import type { Demand, Refusal, Reservation, ReservationStatus, SkuFacts } from './reservation.ts'

export type Asked = {
  readonly orderId: string
  readonly userId: string
  readonly warehouseId: string
  /** Business day on which limits count the order. */
  readonly day: string
  readonly demands: readonly Demand[]
}

export type Opened = { readonly fresh: boolean; readonly facts: ReadonlyMap<string, SkuFacts> }

/**
 * Takes the order's row (a second event of the same order waits here for the first) and reads what decides about it,
 * in one round trip. The stock is read without a lock: most refusals never touch a hot row.
 */
export async function openReservation(work: Work, asked: Asked): Promise<Opened> {
  const skuIds = asked.demands.map(({ skuId }) => skuId)
  const [row] = await work.sql<{ fresh: boolean; facts: SkuFacts[] }>`
    with opened as (
      insert into reservations (order_id, user_id, warehouse_id, status, day, version, checked_at, created_at, updated_at)
      values (${asked.orderId}, ${asked.userId}, ${asked.warehouseId}, 'RESERVED', ${asked.day}, 1,
              ${work.now}, ${work.now}, ${work.now})
      on conflict (order_id) do nothing returning order_id
    )
    select exists (select from opened) as fresh, coalesce(json_agg(json_build_object(
             'skuId', sku.id, 'productId', sku.product_id, 'productName', product.name, 'specText', sku.spec_text,
             'onSale', product.status = 'ON_SALE' and sku.enabled,
             'limitPerOrder', sku.limit_per_order, 'limitPerDay', sku.limit_per_day,
             'stockFactor', sku.stock_factor, 'available', coalesce(level.on_hand - level.reserved, 0))), '[]') as facts
    from skus sku
    join products product on product.id = sku.product_id
    left join inventories level on level.sku_id = sku.id and level.warehouse_id = ${asked.warehouseId}
    where sku.id = any(${skuIds}::uuid[])`
  const facts = new Map((row?.facts ?? []).map((sku) => [sku.skuId, sku]))
  return { fresh: row?.fresh ?? false, facts }
}

/** The counters of a user's day, locked until the end of the transaction; missing ones begin at 0. */
export async function lockCounters(
  work: Work,
  { userId, day, skuIds }: { userId: string; day: string; skuIds: readonly string[] },
): Promise<Map<string, number>> {
  await work.sql`
    insert into purchase_counters (user_id, sku_id, day, qty)
    select ${userId}, sku_id, ${day}, 0 from unnest(${skuIds}::uuid[]) as sku_id
    on conflict do nothing`
  const rows = await work.sql<{ sku_id: string; qty: number }>`
    select sku_id, qty from purchase_counters
    where user_id = ${userId} and day = ${day} and sku_id = any(${skuIds}::uuid[])
    order by sku_id for update`
  return new Map(rows.map((row) => [row.sku_id, row.qty]))
}

/** One SKU of an order to take: ascending by id. */
export type Taking = {
  readonly skuId: string
  readonly productId: string
  readonly qty: number
  readonly stockQty: number
  readonly counted: boolean
}

export type Taken = {
  readonly ok: boolean
  /** Units of stock per SKU that were there, whether taken or not. */
  readonly available: ReadonlyMap<string, number>
  readonly turnedLow: readonly string[]
  readonly emptied: boolean
}

/**
 * Takes all of an order's stock or none of it, in one statement that runs late in the transaction, so that a hot row
 * is locked for one round trip and the commit. Rows are locked in id order: two orders never wait for each other.
 */
export async function takeStock(work: Work, asked: Asked, takings: readonly Taking[]): Promise<Taken> {
  const ids = takings.map(({ skuId }) => skuId)
  const rows = await work.sql<{
    skuId: string
    available: number
    need: number
    ok: boolean
    turnedLow: boolean
  }>`
    with demand as (
      select * from unnest(${ids}::uuid[], ${takings.map((line) => line.productId)}::uuid[],
        ${takings.map((line) => line.qty)}::integer[], ${takings.map((line) => line.stockQty)}::integer[],
        ${takings.map((line) => line.counted)}::boolean[]) as line (sku_id, product_id, qty, need, counted)
    ), locked as materialized (
      select level.sku_id, level.on_hand, level.reserved, level.low_alerted, demand.need
      from inventories level join demand on demand.sku_id = level.sku_id
      where level.warehouse_id = ${asked.warehouseId}
      order by level.sku_id for update of level
    ), verdict as materialized (
      select count(*) filter (where on_hand - reserved >= need) = ${takings.length} as ok from locked
    ), taken as (
      update inventories level
      set reserved = level.reserved + locked.need, updated_at = ${work.now},
          low_alerted = low_alert(level.low_alerted, level.on_hand - level.reserved - locked.need, level.low_stock)
      from locked, verdict
      where verdict.ok and level.sku_id = locked.sku_id and level.warehouse_id = ${asked.warehouseId}
      returning level.sku_id, level.on_hand, level.reserved, locked.need,
                level.low_alerted and not locked.low_alerted as turned_low
    ), ledger as (
      insert into stock_movements (sku_id, warehouse_id, type, on_hand_before, on_hand_after, reserved_before,
        reserved_after, qty, ref_type, ref_id, actor_type, reason, at)
      select sku_id, ${asked.warehouseId}, 'RESERVE', on_hand, on_hand, reserved - need, reserved, need,
             'ORDER', ${asked.orderId}, 'SYSTEM', '', ${work.now}
      from taken order by sku_id
    ), lines as (
      insert into reservation_lines (order_id, sku_id, product_id, qty, stock_qty, restocked_qty, written_off_qty, counted)
      select ${asked.orderId}::uuid, sku_id, product_id, qty, need, 0, 0, counted from demand, verdict where verdict.ok
    ), counters as (
      update purchase_counters counter set qty = counter.qty + demand.qty
      from demand, verdict
      where verdict.ok and demand.counted and counter.user_id = ${asked.userId} and counter.day = ${asked.day}
        and counter.sku_id = demand.sku_id
    ), history as (
      insert into reservation_history (order_id, event, to_status, actor_type, at)
      select ${asked.orderId}::uuid, 'reserve', 'RESERVED', 'SYSTEM', ${work.now} from verdict where verdict.ok
    )
    select locked.sku_id as "skuId", locked.on_hand - locked.reserved as available, locked.need, verdict.ok,
           coalesce(taken.turned_low, false) as "turnedLow"
    from locked cross join verdict left join taken using (sku_id)`
  return {
    ok: rows[0]?.ok ?? false,
    available: new Map(rows.map((row) => [row.skuId, row.available])),
    turnedLow: rows.filter((row) => row.turnedLow).map((row) => row.skuId),
    emptied: rows.some((row) => row.ok && row.available === row.need),
  }
}

/** What refused the order is kept: asked again, the answer is the same. */
export async function rejectReservation(work: Work, orderId: string, refusal: Refusal): Promise<void> {
  await work.sql`
    with rejected as (
      update reservations set status = 'REJECTED', refusal = ${JSON.stringify(refusal)}, updated_at = ${work.now}
      where order_id = ${orderId}
    )
    insert into reservation_history (order_id, event, to_status, actor_type, at)
    values (${orderId}, 'reject', 'REJECTED', 'SYSTEM', ${work.now})`
}

/** Leaves a tombstone when nobody has asked for stock yet. @returns false when somebody has. */
export async function buryReservation(
  work: Work,
  { orderId, userId, day }: { orderId: string; userId: string; day: string },
): Promise<boolean> {
  const rows = await work.sql`
    with buried as (
      insert into reservations (order_id, user_id, status, day, version, checked_at, created_at, updated_at)
      values (${orderId}, ${userId}, 'REJECTED', ${day}, 1, ${work.now}, ${work.now}, ${work.now})
      on conflict (order_id) do nothing returning order_id
    )
    insert into reservation_history (order_id, event, to_status, actor_type, at)
    select order_id, 'bury', 'REJECTED', 'SYSTEM', ${work.now} from buried
    returning order_id`
  return rows.length > 0
}

type Row = Omit<Reservation, 'lines'> & { lines: Reservation['lines'] | null }

export async function lockReservation(work: Work, orderId: string): Promise<Reservation | undefined> {
  const [row] = await work.sql<Row>`
    select reservation.order_id as "orderId", user_id as "userId", warehouse_id as "warehouseId", status, day, refusal,
           version, created_at as "createdAt", updated_at as "updatedAt", (
             select json_agg(json_build_object('skuId', sku_id, 'productId', product_id, 'qty', qty,
                      'stockQty', stock_qty, 'restockedQty', restocked_qty, 'writtenOffQty', written_off_qty,
                      'counted', counted) order by sku_id)
             from reservation_lines line where line.order_id = reservation.order_id) as lines
    from reservations reservation where order_id = ${orderId} for update of reservation`
  return row && { ...row, lines: row.lines ?? [] }
}

export type Move = {
  readonly type: 'COMMIT' | 'RELEASE'
  readonly event: string
  readonly to: ReservationStatus
  /** Of each line, -1 when the goods leave the shelf, 0 when they stay. */
  readonly onHand: -1 | 0
}

/** Ends the holding of an order's stock, all lines in one statement. @returns true when a SKU is sellable again. */
export async function endReservation(work: Work, reservation: Reservation, move: Move): Promise<boolean> {
  const { orderId, userId, day, warehouseId, status, version } = reservation
  const rows = await work.sql<{ refilled: boolean }>`
    with demand as (
      select sku_id, qty, stock_qty as need, counted from reservation_lines where order_id = ${orderId}
    ), locked as materialized (
      select level.sku_id, demand.need
      from inventories level join demand on demand.sku_id = level.sku_id
      where level.warehouse_id = ${warehouseId}
      order by level.sku_id for update of level
    ), moved as (
      update inventories level
      set reserved = level.reserved - locked.need, on_hand = level.on_hand + ${move.onHand}::integer * locked.need,
          updated_at = ${work.now}, low_alerted = low_alert(level.low_alerted,
            level.on_hand - level.reserved + (1 + ${move.onHand}::integer) * locked.need, level.low_stock)
      from locked where level.sku_id = locked.sku_id and level.warehouse_id = ${warehouseId}
      returning level.sku_id, level.on_hand, level.reserved, locked.need
    ), ledger as (
      insert into stock_movements (sku_id, warehouse_id, type, on_hand_before, on_hand_after, reserved_before,
        reserved_after, qty, ref_type, ref_id, actor_type, reason, at)
      select sku_id, ${warehouseId}, ${move.type}, on_hand - ${move.onHand}::integer * need, on_hand, reserved + need,
             reserved, need, 'ORDER', ${orderId}, 'SYSTEM', '', ${work.now}
      from moved order by sku_id
    ), header as (
      update reservations set status = ${move.to}, version = ${version + 1}, updated_at = ${work.now}
      where order_id = ${orderId}
    ), counters as (
      update purchase_counters counter set qty = greatest(0, counter.qty - demand.qty)
      from demand
      where ${move.type} = 'RELEASE' and demand.counted and counter.user_id = ${userId} and counter.day = ${day}
        and counter.sku_id = demand.sku_id
    ), history as (
      insert into reservation_history (order_id, from_status, event, to_status, actor_type, at)
      values (${orderId}, ${status}, ${move.event}, ${move.to}, 'SYSTEM', ${work.now})
    )
    select bool_or(${move.onHand}::integer = 0 and on_hand - reserved = need) as refilled from moved`
  return rows[0]?.refilled ?? false
}

/** What people need to read about levels that have just turned low. */
export async function lowLevels(
  work: Work,
  warehouseId: string,
  skuIds: readonly string[],
): Promise<LowLevel[]> {
  return work.sql<LowLevel>`
    select level.sku_id as "skuId", sku.product_id as "productId", product.merchant_id as "merchantId",
           product.name as "productName", sku.spec_text as "specText", level.warehouse_id as "warehouseId",
           level.on_hand - level.reserved as available, level.low_stock as threshold
    from inventories level join skus sku on sku.id = level.sku_id join products product on product.id = sku.product_id
    where level.warehouse_id = ${warehouseId} and level.sku_id = any(${skuIds}::uuid[])`
}

type Open = { readonly orderId: string; readonly userId: string }

/** Reservations made and last looked at before `before`, the longest unseen first. */
export async function openReservationsBefore(sql: Sql, before: Date, limit: number): Promise<Open[]> {
  return sql<Open>`
    select order_id as "orderId", user_id as "userId" from reservations
    where status = 'RESERVED' and checked_at < ${before} order by checked_at limit ${limit}`
}

export async function markChecked(work: Work, orderId: string): Promise<void> {
  await work.sql`update reservations set checked_at = ${work.now} where order_id = ${orderId}`
}

export type ReservationFilter = {
  readonly orderId?: string | undefined
  readonly status?: ReservationStatus | undefined
  readonly before: { readonly createdAt: Date; readonly orderId: string } | null
  readonly limit: number
}

/** Without a lock, for those who ask; the latest first. */
export async function listReservations(
  sql: Sql,
  { orderId, status, before, limit }: ReservationFilter,
): Promise<Reservation[]> {
  const rows = await sql<Row>`
    select reservation.order_id as "orderId", user_id as "userId", warehouse_id as "warehouseId", status, day, refusal,
           version, created_at as "createdAt", updated_at as "updatedAt", (
             select json_agg(json_build_object('skuId', sku_id, 'productId', product_id, 'qty', qty,
                      'stockQty', stock_qty, 'restockedQty', restocked_qty, 'writtenOffQty', written_off_qty,
                      'counted', counted) order by sku_id)
             from reservation_lines line where line.order_id = reservation.order_id) as lines
    from reservations reservation
    where (${orderId ?? null}::uuid is null or order_id = ${orderId ?? null}::uuid)
      and (${status ?? null}::text is null or status = ${status ?? null}::text)
      and (${before?.createdAt ?? null}::timestamptz is null
           or (created_at, order_id) < (${before?.createdAt ?? null}::timestamptz, ${before?.orderId ?? null}::uuid))
    order by created_at desc, order_id desc limit ${limit}`
  return rows.map((row) => ({ ...row, lines: row.lines ?? [] }))
}

export async function findReservation(sql: Sql, orderId: string): Promise<Reservation | undefined> {
  const [found] = await listReservations(sql, { orderId, before: null, limit: 1 })
  return found
}
