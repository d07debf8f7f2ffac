import { fromColumns } from '@linli/events'
import type { Work } from '../deps.ts'
import type { Hold } from './hold.ts'

/** What after-sales hold or called off of an order; read under the order's lock. */
export async function listHolds(work: Work, orderId: string): Promise<Hold[]> {
  const rows = await work.sql`
    select aftersale_id, line_id, asked_qty, qty, status from delivery_holds where order_id = ${orderId}
    order by created_at, aftersale_id, line_id`
  return rows.map((row) => fromColumns<Hold>(row))
}

export async function saveHolds(work: Work, orderId: string, holds: readonly Hold[]): Promise<void> {
  await work.sql`
    insert into delivery_holds (aftersale_id, line_id, order_id, asked_qty, qty, status, created_at, updated_at)
    select aftersale_id, line_id, ${orderId}, asked_qty, qty, status, ${work.now}, ${work.now}
    from unnest(${holds.map((one) => one.aftersaleId)}::uuid[], ${holds.map((one) => one.lineId)}::uuid[],
                ${holds.map((one) => one.askedQty)}::integer[], ${holds.map((one) => one.qty)}::integer[],
                ${holds.map((one) => one.status)}::text[]) as one (aftersale_id, line_id, asked_qty, qty, status)
    on conflict (aftersale_id, line_id) do update set asked_qty = excluded.asked_qty, qty = excluded.qty,
      status = excluded.status, updated_at = excluded.updated_at`
}
