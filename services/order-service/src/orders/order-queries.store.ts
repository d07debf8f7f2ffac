import { type BusinessDay, businessDayRange } from '@linli/core'
import { columns, fromColumns, type Sql } from '@linli/events'
import type { Deps } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Order, OrderStatus } from './order.ts'
import type { Line } from './order-line.ts'

const ORDER = columns(Prisma.OrderScalarFieldEnum)

export type Found = { order: Record<string, unknown>; lines: Record<string, unknown>[] }

/** Times come out of `to_jsonb` as text. */
const TIME = /_at$|_until$/

export function fromJson({ order, lines }: Found): Order {
  const row = Object.fromEntries(
    Object.entries(order).map(([key, value]) => [
      key,
      TIME.test(key) && typeof value === 'string' ? new Date(value) : value,
    ]),
  )
  return { ...fromColumns<Order>(row), lines: lines.map((line) => fromColumns<Line>(line)) }
}

export type Position = { readonly createdAt: Date; readonly id: string }

type UserFilter = { statuses: readonly OrderStatus[]; after: Position | undefined; limit: number }

/** The user's orders that are not hidden, newest first, each with its lines. */
export async function listUserOrders(
  sql: Sql,
  userId: string,
  { statuses, after, limit }: UserFilter,
): Promise<Order[]> {
  const rows = await sql<Found>`
    select to_jsonb(o) as order, lines.all as lines
    from (
      select ${ORDER} from orders
      where user_id = ${userId} and hidden_at is null and status = any(${statuses})
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

export type DeskFilter = {
  readonly merchantId: string
  /** The points the staff member may see; undefined = every point. */
  readonly points: readonly string[] | undefined
  readonly status: string | undefined
  readonly pickupPointId: string | undefined
  readonly slotId: string | undefined
  readonly productId: string | undefined
  /** The last digits. */
  readonly orderNo: string | undefined
  readonly accepted: boolean | undefined
  readonly after: Position | undefined
  readonly limit: number
}

/** A merchant's orders, newest first: the paid ones, since what is not paid is no work yet, unless it is asked for. */
export async function listDeskOrders(sql: Sql, filter: DeskFilter): Promise<Order[]> {
  const { merchantId, points, status, pickupPointId, slotId, productId, orderNo, accepted, after, limit } =
    filter
  const rows = await sql<Found>`
    select to_jsonb(o) as order, lines.all as lines
    from (
      select ${ORDER} from orders o
      where merchant_id = ${merchantId}
        and (paid_at is not null or (status = 'PENDING_PAYMENT' and ${status ?? null}::text = status))
        and (${points ?? null}::uuid[] is null or pickup_point_id = any(${points ?? null}::uuid[]))
        and (${status ?? null}::text is null or status = ${status ?? null})
        and (${pickupPointId ?? null}::uuid is null or pickup_point_id = ${pickupPointId ?? null})
        and (${slotId ?? null}::uuid is null or slot_id = ${slotId ?? null})
        and (${orderNo ?? null}::text is null or order_no like '%' || ${orderNo ?? null})
        and (${accepted ?? null}::boolean is null or (accepted_at is not null) = ${accepted ?? null})
        and (${productId ?? null}::uuid is null or exists (
              select 1 from order_lines l
              where l.order_id = o.id and l.created_at = o.created_at and l.product_id = ${productId ?? null}))
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

export type AdminFilter = {
  readonly status?: string | undefined
  readonly orderNo?: string | undefined
  readonly userId?: string | undefined
  readonly merchantId?: string | undefined
  readonly pickupPointId?: string | undefined
  /** Half-open range of the placement. */
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

/** What the console may ask for: a day is a business day, both ends included. */
export type AdminFilterByDay = Omit<AdminFilter, 'from' | 'to'> & {
  readonly from?: BusinessDay | undefined
  readonly to?: BusinessDay | undefined
}

export const toAdminFilter = ({ from, to, ...filter }: AdminFilterByDay): AdminFilter => ({
  ...filter,
  from: from === undefined ? undefined : businessDayRange(from).from,
  to: to === undefined ? undefined : businessDayRange(to).to,
})

/** One page of all orders, by number, for the console. */
export async function pageOrders(
  { sql }: Pick<Deps, 'sql'>,
  { status, orderNo, userId, merchantId, pickupPointId, from, to }: AdminFilter,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ orders: Order[]; total: number }> {
  const rows = await sql<Found & { total: number }>`
    with matching as (
      select ${ORDER} from orders
      where (${status ?? null}::text is null or status = ${status ?? null})
        and (${orderNo ?? null}::text is null or order_no = ${orderNo ?? null})
        and (${userId ?? null}::uuid is null or user_id = ${userId ?? null})
        and (${merchantId ?? null}::uuid is null or merchant_id = ${merchantId ?? null})
        and (${pickupPointId ?? null}::uuid is null or pickup_point_id = ${pickupPointId ?? null})
        and created_at >= coalesce(${from ?? null}::timestamptz, '-infinity')
        and created_at < coalesce(${to ?? null}::timestamptz, 'infinity')
    )
    select to_jsonb(o) as order, lines.all as lines, (select count(*) from matching) as total
    from (select * from matching order by created_at desc, id desc limit ${pageSize} offset ${(page - 1) * pageSize}) o
    cross join lateral (
      select jsonb_agg(to_jsonb(l) order by l.position) as all from order_lines l
      where l.order_id = o.id and l.created_at = o.created_at
    ) lines
    order by o.created_at desc, o.id desc`
  return { orders: rows.map(fromJson), total: rows[0]?.total ?? 0 }
}

/** How many of the user's orders are in each state, in one query. */
export async function countUserOrders(sql: Sql, userId: string): Promise<Map<string, number>> {
  const rows = await sql<{ status: string; n: number }>`
    select status, count(*) as n from orders where user_id = ${userId} and hidden_at is null group by status`
  return new Map(rows.map(({ status, n }) => [status, n]))
}

export type HistoryRow = {
  readonly event: string
  readonly fromStatus: string | null
  readonly toStatus: string
  readonly actorType: string
  readonly actorId: string | null
  readonly detail: unknown
  readonly traceId: string | null
  readonly at: Date
}

export async function listHistory(sql: Sql, order: Pick<Order, 'id' | 'createdAt'>): Promise<HistoryRow[]> {
  const rows = await sql`
    select event, from_status, to_status, actor_type, actor_id, detail, trace_id, at from order_history
    where order_id = ${order.id} and created_at = ${order.createdAt} order by at, id`
  return rows.map((row) => fromColumns<HistoryRow>(row))
}

/** Sagas that should have ended before this instant: the job that ends them is not getting through. */
export async function listStuckSagas(
  sql: Sql,
  before: Date,
): Promise<{ orderId: string; state: string; required: string[]; done: string[]; createdAt: Date }[]> {
  const rows = await sql`
    select order_id, state, required, done, created_at from order_sagas
    where state = 'RUNNING' and created_at < ${before} order by created_at limit 100`
  return rows.map((row) => fromColumns(row))
}

/** Orders of these ids, without the unknown ones. */
export async function findOrders(sql: Sql, ids: readonly string[]): Promise<Order[]> {
  const rows = await sql<Found>`
    select to_jsonb(o) as order, lines.all as lines
    from order_keys k
    join orders o on o.id = k.order_id and o.created_at = k.created_at
    cross join lateral (
      select jsonb_agg(to_jsonb(l) order by l.position) as all from order_lines l
      where l.order_id = o.id and l.created_at = o.created_at
    ) lines
    where k.order_id = any(${ids}::uuid[])`
  return rows.map(fromJson)
}

export type PastFilter = {
  readonly userId: string
  readonly skuId: string | undefined
  readonly productId: string | undefined
  readonly promotionId: string | undefined
  readonly merchantId: string | undefined
  readonly paidOnly: boolean
  readonly exceptOrderId: string | undefined
}

/** What the user ordered before that matches every given filter. */
export async function summarizePast(
  sql: Sql,
  filter: PastFilter,
): Promise<{ orders: number; qty: number; lastAt: Date | null }> {
  const { userId, skuId, productId, promotionId, merchantId, paidOnly, exceptOrderId } = filter
  const [row] = await sql`
    select count(distinct o.id) as orders, coalesce(sum(l.qty), 0) as qty, max(o.created_at) as last_at
    from orders o join order_lines l on l.order_id = o.id and l.created_at = o.created_at
    where o.user_id = ${userId} and o.refund_status <> 'FULL'
      and (case when ${paidOnly} then o.paid_at is not null else o.status <> 'CLOSED' end)
      and (${skuId ?? null}::uuid is null or l.sku_id = ${skuId ?? null})
      and (${productId ?? null}::uuid is null or l.product_id = ${productId ?? null})
      and (${promotionId ?? null}::uuid is null or l.promotion_id = ${promotionId ?? null})
      and (${merchantId ?? null}::uuid is null or o.merchant_id = ${merchantId ?? null})
      and (${exceptOrderId ?? null}::uuid is null or o.id <> ${exceptOrderId ?? null})`
  return fromColumns(row ?? { orders: 0, qty: 0, last_at: null })
}

export type LiveOrders = { readonly unpaid: number; readonly undelivered: number; readonly refunding: number }

/** What of a user's orders is not over. */
export async function summarizeLive(sql: Sql, userId: string): Promise<LiveOrders> {
  const [row] = await sql<LiveOrders>`
    select count(*) filter (where status in ('CREATED', 'PENDING_PAYMENT'))::integer as unpaid,
           count(*) filter (where status in ('GROUPING', 'PREPARING', 'DELIVERING', 'READY_FOR_PICKUP'))::integer as undelivered,
           count(*) filter (where refund_status = 'IN_PROGRESS')::integer as refunding
    from orders where user_id = ${userId}`
  return row ?? { unpaid: 0, undelivered: 0, refunding: 0 }
}
