import type { Sql } from '@linli/events'

/** Orders of one merchant that a staff member may see; points undefined = every point. */
type Desk = { readonly merchantId: string; readonly points: readonly string[] | undefined }
type Range = { readonly from: Date; readonly to: Date }

export type DeskSales = { readonly orders: number; readonly gmvFen: number; readonly refundedFen: number }

/** What was paid within the range. A placed order is paid within minutes, so its partition is that of the day or the day before. */
export async function sumDeskSales(
  sql: Sql,
  { merchantId, points }: Desk,
  { from, to }: Range,
): Promise<DeskSales> {
  const [row] = await sql<DeskSales>`
    select count(*)::int as orders, coalesce(sum(paid_fen), 0)::bigint as "gmvFen",
           coalesce(sum(refunded_fen), 0)::bigint as "refundedFen"
    from orders
    where merchant_id = ${merchantId} and paid_at >= ${from} and paid_at < ${to}
      and created_at >= ${from}::timestamptz - interval '1 day' and created_at < ${to}
      and (${points ?? null}::uuid[] is null or pickup_point_id = any(${points ?? null}::uuid[]))`
  return row ?? { orders: 0, gmvFen: 0, refundedFen: 0 }
}

export type DeskCounts = {
  readonly toAccept: number
  readonly toPrepare: number
  readonly delivering: number
  readonly toVerify: number
  readonly completedToday: number
  readonly refunding: number
}

/** Open work of any day, and what was finished within the range. */
export async function countDeskOrders(
  sql: Sql,
  { merchantId, points }: Desk,
  { from, to }: Range,
): Promise<DeskCounts> {
  const [row] = await sql<DeskCounts>`
    select
      count(*) filter (where status = 'PREPARING' and not closing and accepted_at is null)::int as "toAccept",
      count(*) filter (where status = 'PREPARING' and not closing and accepted_at is not null)::int as "toPrepare",
      count(*) filter (where status = 'DELIVERING')::int as delivering,
      count(*) filter (where status = 'READY_FOR_PICKUP')::int as "toVerify",
      count(*) filter (where status = 'COMPLETED' and completed_at >= ${from} and completed_at < ${to})::int
        as "completedToday",
      count(*) filter (where closing or refund_status = 'IN_PROGRESS')::int as refunding
    from orders
    where merchant_id = ${merchantId} and paid_at is not null
      and created_at >= ${from}::timestamptz - interval '60 days' -- what is older is settled
      and (${points ?? null}::uuid[] is null or pickup_point_id = any(${points ?? null}::uuid[]))`
  return row ?? { toAccept: 0, toPrepare: 0, delivering: 0, toVerify: 0, completedToday: 0, refunding: 0 }
}
