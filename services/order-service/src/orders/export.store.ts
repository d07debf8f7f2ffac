import { columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Order } from './order.ts'
import {
  type AdminFilter,
  type AdminFilterByDay,
  type Found,
  fromJson,
  type Position,
} from './order-queries.store.ts'

const ORDER = columns(Prisma.OrderScalarFieldEnum)
const ORDER_EXPORT = columns(Prisma.OrderExportScalarFieldEnum)

/** An administrator's order for a file; its parts are made when they are fetched. */
export type OrderExport = {
  readonly id: string
  readonly adminId: string
  readonly filter: AdminFilterByDay
  readonly orderCount: number
  readonly createdAt: Date
}

/** Orders placed before an instant that match. */
export async function countMatching(sql: Sql, filter: AdminFilter, before: Date): Promise<number> {
  const { status, orderNo, userId, merchantId, pickupPointId, from, to } = filter
  const [row] = await sql<{ n: number }>`
    select count(*)::integer as n from orders
    where (${status ?? null}::text is null or status = ${status ?? null})
      and (${orderNo ?? null}::text is null or order_no = ${orderNo ?? null})
      and (${userId ?? null}::uuid is null or user_id = ${userId ?? null})
      and (${merchantId ?? null}::uuid is null or merchant_id = ${merchantId ?? null})
      and (${pickupPointId ?? null}::uuid is null or pickup_point_id = ${pickupPointId ?? null})
      and created_at >= coalesce(${from ?? null}::timestamptz, '-infinity')
      and created_at < least(coalesce(${to ?? null}::timestamptz, 'infinity'), ${before}::timestamptz)`
  return row?.n ?? 0
}

type Slice = { readonly before: Date; readonly after: Position | undefined; readonly limit: number }

/** The next of these, newest first. */
export async function listMatching(
  sql: Sql,
  filter: AdminFilter,
  { before, after, limit }: Slice,
): Promise<Order[]> {
  const { status, orderNo, userId, merchantId, pickupPointId, from, to } = filter
  const rows = await sql<Found>`
    select to_jsonb(o) as order, lines.all as lines
    from (
      select ${ORDER} from orders
      where (${status ?? null}::text is null or status = ${status ?? null})
        and (${orderNo ?? null}::text is null or order_no = ${orderNo ?? null})
        and (${userId ?? null}::uuid is null or user_id = ${userId ?? null})
        and (${merchantId ?? null}::uuid is null or merchant_id = ${merchantId ?? null})
        and (${pickupPointId ?? null}::uuid is null or pickup_point_id = ${pickupPointId ?? null})
        and created_at >= coalesce(${from ?? null}::timestamptz, '-infinity')
        and created_at < least(coalesce(${to ?? null}::timestamptz, 'infinity'), ${before}::timestamptz)
        and (${after?.createdAt ?? null}::timestamptz is null
             or (created_at, id) < (${after?.createdAt ?? null}::timestamptz, ${after?.id ?? null}::uuid))
      order by created_at desc, id desc limit ${limit}
    ) o
    cross join lateral (
      select jsonb_agg(to_jsonb(l) order by l.position) as all from order_lines l
      where l.order_id = o.id and l.created_at = o.created_at
    ) lines
    order by o.created_at desc, o.id desc`
  return rows.map(fromJson)
}

export async function insertExport({ sql }: Work, made: OrderExport): Promise<void> {
  const { id, adminId, filter, orderCount, createdAt } = made
  await sql`
    insert into order_exports (id, admin_id, filter, order_count, created_at)
    values (${id}, ${adminId}, ${JSON.stringify(filter)}::jsonb, ${orderCount}, ${createdAt})`
}

export async function forgetExports({ sql }: Work, before: Date): Promise<void> {
  await sql`delete from order_exports where created_at < ${before}`
}

type Wanted = { readonly id: string; readonly adminId: string; readonly since: Date }

/** Nobody fetches what somebody else asked for. @throws EXPORT_NOT_FOUND */
export async function loadExport(sql: Sql, { id, adminId, since }: Wanted): Promise<OrderExport> {
  const [row] = await sql`
    select ${ORDER_EXPORT} from order_exports where id = ${id} and admin_id = ${adminId} and created_at >= ${since}`
  if (!row) throw OrderErrors.EXPORT_NOT_FOUND({ exportId: id })
  return fromColumns<OrderExport>(row)
}
