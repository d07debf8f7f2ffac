import type { Work } from '../deps.ts'
import type { Reservation, ReservationStatus } from './reservation.ts'

export async function fulfilled(
  work: Work,
  { orderId, status }: Reservation,
  to: ReservationStatus,
): Promise<void> {
  await work.sql`
    with header as (
      update reservations set status = ${to}, version = version + 1, updated_at = ${work.now} where order_id = ${orderId}
    )
    insert into reservation_history (order_id, from_status, event, to_status, actor_type, at)
    values (${orderId}, ${status}, 'fulfil', ${to}, 'SYSTEM', ${work.now})`
}

/** The lines of an after-sale whose goods were dealt with. */
export async function returnedLineIds(work: Work, aftersaleId: string): Promise<ReadonlySet<string>> {
  const rows = await work.sql<{
    line_id: string
  }>`select line_id from restocks where aftersale_id = ${aftersaleId}`
  return new Set(rows.map((row) => row.line_id))
}

export type Returned = {
  readonly lineId: string
  readonly skuId: string
  readonly productId: string
  readonly qty: number
  readonly stockQty: number
  readonly counted: boolean
}

export type Return = {
  readonly aftersaleId: string
  readonly restock: boolean
  readonly event: string
  readonly to: ReservationStatus
  readonly returned: readonly Returned[]
}

/** Books what came back, or did not. @returns true when a SKU is sellable again. */
export async function returnGoods(work: Work, reservation: Reservation, back: Return): Promise<boolean> {
  const { orderId, userId, day, warehouseId, status, version } = reservation
  const { aftersaleId, restock, event, to, returned } = back
  const rows = await work.sql<{ refilled: boolean | null }>`
    with given as (
      select * from unnest(${returned.map((line) => line.lineId)}::uuid[], ${returned.map((line) => line.skuId)}::uuid[],
        ${returned.map((line) => line.qty)}::integer[], ${returned.map((line) => line.stockQty)}::integer[],
        ${returned.map((line) => line.counted)}::boolean[]) as line (line_id, sku_id, qty, stock_qty, counted)
    ), booked as (
      insert into restocks (aftersale_id, line_id, order_id, sku_id, qty, restock, at)
      select ${aftersaleId}::uuid, line_id, ${orderId}::uuid, sku_id, qty, ${restock}, ${work.now} from given
    ), demand as (
      select sku_id, sum(qty)::integer as qty, sum(stock_qty)::integer as need, bool_or(counted) as counted
      from given group by sku_id having sum(qty) > 0
    ), lines as (
      update reservation_lines line
      set restocked_qty = line.restocked_qty + case when ${restock} then demand.qty else 0 end,
          written_off_qty = line.written_off_qty + case when ${restock} then 0 else demand.qty end
      from demand where line.order_id = ${orderId} and line.sku_id = demand.sku_id
    ), locked as materialized (
      select level.sku_id, demand.need, case when ${restock} then demand.need else 0 end as back
      from inventories level join demand on demand.sku_id = level.sku_id
      where level.warehouse_id = ${warehouseId}
      order by level.sku_id for update of level
    ), moved as (
      update inventories level
      set on_hand = level.on_hand + locked.back, updated_at = ${work.now},
          low_alerted = low_alert(level.low_alerted, level.on_hand + locked.back - level.reserved, level.low_stock)
      from locked where level.sku_id = locked.sku_id and level.warehouse_id = ${warehouseId}
      returning level.sku_id, level.on_hand, level.reserved, locked.need, locked.back
    ), ledger as (
      insert into stock_movements (sku_id, warehouse_id, type, on_hand_before, on_hand_after, reserved_before,
        reserved_after, qty, ref_type, ref_id, actor_type, reason, at)
      select sku_id, ${warehouseId}, case when ${restock} then 'RESTOCK' else 'WRITE_OFF' end, on_hand - back, on_hand,
             reserved, reserved, need, 'AFTERSALE', ${aftersaleId}::text, 'SYSTEM', '', ${work.now}
      from moved order by sku_id
    ), counters as (
      update purchase_counters counter set qty = greatest(0, counter.qty - demand.qty)
      from demand where demand.counted and counter.user_id = ${userId} and counter.day = ${day}
        and counter.sku_id = demand.sku_id
    ), header as (
      update reservations set status = ${to}, version = ${version + 1}, updated_at = ${work.now}
      where order_id = ${orderId}
    ), history as (
      insert into reservation_history (order_id, from_status, event, to_status, actor_type, at)
      values (${orderId}, ${status}, ${event}, ${to}, 'SYSTEM', ${work.now})
    )
    select bool_or(back > 0 and on_hand - reserved = back) as refilled from moved`
  return rows[0]?.refilled ?? false
}
