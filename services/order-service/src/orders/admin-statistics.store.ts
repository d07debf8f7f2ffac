import type { Sql } from '@linli/events'

type Range = { readonly from: Date; readonly to: Date }

export type Sales = {
  readonly placed: number
  readonly paid: number
  readonly completed: number
  readonly buyers: number
  readonly gmvFen: number
  readonly refundedFen: number
}

const NOTHING: Sales = { placed: 0, paid: 0, completed: 0, buyers: 0, gmvFen: 0, refundedFen: 0 }

/** Orders placed within the range, and what became of them so far. */
export async function sumSales(sql: Sql, { from, to }: Range): Promise<Sales> {
  const [row] = await sql<Sales>`
    select count(*)::int as placed,
           count(*) filter (where paid_at is not null)::int as paid,
           count(*) filter (where status = 'COMPLETED')::int as completed,
           count(distinct user_id) filter (where paid_at is not null)::int as buyers,
           coalesce(sum(paid_fen), 0)::bigint as "gmvFen",
           coalesce(sum(refunded_fen), 0)::bigint as "refundedFen"
    from orders where created_at >= ${from} and created_at < ${to}`
  return row ?? NOTHING
}

export type Bucket = { readonly at: Date; readonly orders: number; readonly gmvFen: number }

/** Paid orders of the range by hour or day of placement in Asia/Shanghai; empty buckets are left out. */
export const seriesOf = (sql: Sql, { from, to }: Range, unit: 'hour' | 'day'): Promise<Bucket[]> =>
  sql<Bucket>`
    select date_trunc(${unit}, created_at, 'Asia/Shanghai') as at, count(*)::int as orders,
           coalesce(sum(paid_fen), 0)::bigint as "gmvFen"
    from orders
    where created_at >= ${from} and created_at < ${to} and paid_at is not null
    group by 1 order by 1`

export type StateCount = { readonly status: string; readonly orders: number; readonly amountFen: number }

/** Orders placed within the range by the state they are in now. */
export const countStates = (sql: Sql, { from, to }: Range): Promise<StateCount[]> =>
  sql<StateCount>`
    select status, count(*)::int as orders, coalesce(sum(payable_fen), 0)::bigint as "amountFen"
    from orders where created_at >= ${from} and created_at < ${to} group by status order by orders desc`

export type TopGoods = {
  readonly productId: string
  readonly productName: string
  readonly imageUrl: string
  readonly qty: number
  readonly amountFen: number
}

/** What sold best by quantity within the range. */
export const listTopGoods = (sql: Sql, { from, to }: Range, limit: number): Promise<TopGoods[]> =>
  sql<TopGoods>`
    select l.product_id as "productId", max(l.snapshot ->> 'productName') as "productName",
           max(l.snapshot ->> 'imageUrl') as "imageUrl", sum(l.qty - l.refunded_qty)::int as qty,
           sum(l.payable_fen - l.refunded_fen)::bigint as "amountFen"
    from orders o join order_lines l on l.order_id = o.id and l.created_at = o.created_at
    where o.created_at >= ${from} and o.created_at < ${to} and o.paid_at is not null
    group by l.product_id order by qty desc, l.product_id limit ${limit}`

export type PointLoad = {
  readonly pickupPointId: string
  readonly name: string
  readonly preparing: number
  readonly delivering: number
  readonly waiting: number
}

/** Open work of every pickup point, whatever the day of placement; the busiest first. */
export const listPointLoads = (sql: Sql, since: Date): Promise<PointLoad[]> =>
  sql<PointLoad>`
    select pickup_point_id as "pickupPointId", max(snapshot ->> 'pickupPointName') as name,
           count(*) filter (where status = 'PREPARING')::int as preparing,
           count(*) filter (where status = 'DELIVERING')::int as delivering,
           count(*) filter (where status = 'READY_FOR_PICKUP')::int as waiting
    from orders
    where created_at >= ${since} and pickup_point_id is not null
      and status in ('PREPARING', 'DELIVERING', 'READY_FOR_PICKUP')
    group by pickup_point_id order by count(*) desc, pickup_point_id limit 20`
