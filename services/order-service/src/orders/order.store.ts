import { type Id, isId, newId } from '@linli/core'
import { activeTraceId, columns, fromColumns, type Sql, toColumns } from '@linli/events'
import type { Work } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Actor, Order, OrderChange } from './order.ts'
import type { Line } from './order-line.ts'

const ORDER = columns(Prisma.OrderScalarFieldEnum)
const ORDER_LINE = columns(Prisma.OrderLineScalarFieldEnum)

/**
 * An order's id is a UUIDv7 made at `created_at`: the partition is known without looking (product.md S7).
 * @throws ORDER_NOT_FOUND when it is no id at all
 */
function createdAtOf(id: Id<'Order'>): Date {
  if (!isId(id)) throw OrderErrors.ORDER_NOT_FOUND({ orderId: id })
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}

const rowToOrder = (row: object, lines: readonly object[]): Order => ({
  ...fromColumns<Order>(row),
  lines: lines.map((line) => fromColumns<Line>(line)),
})

/** The order with its lines. @throws ORDER_NOT_FOUND */
export async function loadOrder(sql: Sql, id: Id<'Order'>): Promise<Order> {
  const createdAt = createdAtOf(id)
  const [[row], lines] = await Promise.all([
    sql`select ${ORDER} from orders where id = ${id} and created_at = ${createdAt}`,
    sql`select ${ORDER_LINE} from order_lines where order_id = ${id} and created_at = ${createdAt} order by position`,
  ])
  if (!row) throw OrderErrors.ORDER_NOT_FOUND({ orderId: id })
  return rowToOrder(row, lines)
}

async function lockOrder(work: Work, id: Id<'Order'>): Promise<Order> {
  const createdAt = createdAtOf(id)
  // In this order on one connection: the lines are read when the order is locked.
  const [[row], lines] = await Promise.all([
    work.sql`select ${ORDER} from orders where id = ${id} and created_at = ${createdAt} for update`,
    work.sql`select ${ORDER_LINE} from order_lines where order_id = ${id} and created_at = ${createdAt} order by position`,
  ])
  if (!row) throw OrderErrors.ORDER_NOT_FOUND({ orderId: id })
  return rowToOrder(row, lines)
}

/** Locks, lets `decide` decide, saves with one history row, and tells others: the only way an order changes. */
export async function changeOrder(
  work: Work,
  id: Id<'Order'>,
  decide: (order: Order) => OrderChange | undefined,
): Promise<Order> {
  const order = await lockOrder(work, id)
  const change = decide(order)
  if (!change) return order
  await saveOrder(work, order, change)
  work.publish(...change.events)
  return change.next
}

async function saveOrder(work: Work, before: Order, { next, step }: OrderChange): Promise<void> {
  const saved = await work.sql`
    with history as (
      insert into order_history (id, order_id, created_at, from_status, event, to_status, actor_type, actor_id, detail,
                                 trace_id, at)
      values (${newId(work.now)}, ${next.id}, ${next.createdAt}, ${before.status}, ${step.event}, ${next.status},
              ${step.actor.type}, ${step.actor.id ?? null}, ${JSON.stringify(step.detail ?? {})}::jsonb, ${activeTraceId()},
              ${work.now})
    )
    update orders set
      status = ${next.status}, payment_status = ${next.paymentStatus}, refund_status = ${next.refundStatus},
      closing = ${next.closing}, close_reason = ${next.closeReason}, close_detail = ${next.closeDetail},
      payable_fen = ${next.payableFen}, merchant_discount_fen = ${next.merchantDiscountFen}, offered_fen = ${next.offeredFen},
      payment_id = ${next.paymentId}, paid_fen = ${next.paidFen}, refunded_fen = ${next.refundedFen},
      closing_at = ${next.closingAt}, confirmed_at = ${next.confirmedAt}, paid_at = ${next.paidAt},
      accepted_at = ${next.acceptedAt}, dispatched_at = ${next.dispatchedAt}, ready_at = ${next.readyAt},
      delivered_at = ${next.deliveredAt}, completed_at = ${next.completedAt}, closed_at = ${next.closedAt},
      aftersale_until = ${next.aftersaleUntil}, settled_at = ${next.settledAt}, version = ${next.version}
    where id = ${next.id} and created_at = ${next.createdAt} and version = ${before.version}
    returning id`
  if (saved.length === 0) throw new Error(`order ${next.id} changed under its lock`)
  if (next.lines !== before.lines) await saveLines(work, next)
}

async function saveLines(work: Work, order: Order): Promise<void> {
  await work.sql`
    update order_lines as line
    set picked_qty = next.picked_qty, refunded_qty = next.refunded_qty, refunded_fen = next.refunded_fen,
      payable_fen = next.payable_fen, merchant_discount_fen = next.merchant_discount_fen
    from jsonb_to_recordset(${JSON.stringify(order.lines.map(toColumns))}::jsonb)
      as next(id uuid, picked_qty integer, refunded_qty integer, refunded_fen integer, payable_fen integer,
              merchant_discount_fen integer)
    where line.id = next.id and line.created_at = ${order.createdAt}`
}

export type OrderKeys = {
  readonly idempotencyKey: string
  readonly requestHash: string
  readonly quoteId: string
  readonly required: readonly string[]
}

/**
 * Inserts the order, its lines, its saga and its keys in one statement.
 * @throws a unique violation on `order_keys` when the key or the quote was used before.
 */
export async function insertOrder(
  work: Work,
  order: Order,
  { keys, actor }: { keys: OrderKeys; actor: Actor },
): Promise<void> {
  const { lines, ...row } = order
  const lineRows = lines.map((line, position) =>
    toColumns({ ...line, orderId: order.id, createdAt: order.createdAt, position }),
  )
  await work.sql`
    with keys as (
      insert into order_keys (order_id, created_at, order_no, user_id, idempotency_key, request_hash, quote_id)
      values (${order.id}, ${order.createdAt}, ${order.orderNo}, ${order.userId}, ${keys.idempotencyKey},
              ${keys.requestHash}, ${keys.quoteId})
    ), saga as (
      insert into order_sagas (order_id, created_at, required, done, state, updated_at)
      values (${order.id}, ${order.createdAt}, ${keys.required}, '{}', 'RUNNING', ${work.now})
    ), placed as (
      insert into orders (${ORDER}) select ${ORDER} from jsonb_populate_record(null::orders, ${JSON.stringify(toColumns(row))}::jsonb)
    ), history as (
      insert into order_history (id, order_id, created_at, from_status, event, to_status, actor_type, actor_id, detail,
                                 trace_id, at)
      values (${newId(work.now)}, ${order.id}, ${order.createdAt}, null, 'create', ${order.status}, ${actor.type},
              ${actor.id ?? null}, '{}', ${activeTraceId()}, ${work.now})
    )
    insert into order_lines (${ORDER_LINE}) select ${ORDER_LINE} from jsonb_populate_recordset(null::order_lines, ${JSON.stringify(lineRows)}::jsonb)`
}

/** The next number of the sequence behind order numbers, and the user's turn: one creation at a time (O29). */
export async function takeTurn(work: Work, userId: string): Promise<number> {
  const [row] = await work.sql<{ sequence: number }>`
    select nextval('order_no_seq') as sequence, pg_advisory_xact_lock(hashtextextended(${userId}, 29))`
  return row?.sequence ?? 0
}

export type PlacedBefore = { orderId: Id<'Order'>; requestHash: string }

/** The order that this user placed with this key, if any. */
export async function findByKey(
  sql: Sql,
  userId: string,
  idempotencyKey: string,
): Promise<PlacedBefore | undefined> {
  const [row] = await sql`
    select order_id, request_hash from order_keys where user_id = ${userId} and idempotency_key = ${idempotencyKey}`
  return row && fromColumns<PlacedBefore>(row)
}

/** The order that this quote bought, if any. */
export async function findByQuote(sql: Sql, quoteId: string): Promise<Id<'Order'> | undefined> {
  const [row] = await sql<{ order_id: string }>`select order_id from order_keys where quote_id = ${quoteId}`
  return row?.order_id
}

export type Saga = {
  orderId: Id<'Order'>
  required: string[]
  done: string[]
  state: 'RUNNING' | 'CONFIRMED' | 'CLOSED'
}

// Whoever changes a saga and its order takes the saga's row first: two of them never wait for each other.

/** Notes a participant's yes. Locks the saga row, so that of two last answers exactly one sees the whole. */
export async function noteReply(
  work: Work,
  orderId: Id<'Order'>,
  participant: string,
): Promise<Saga | undefined> {
  const [row] = await work.sql`
    update order_sagas
    set done = case when ${participant} = any(done) then done else array_append(done, ${participant}) end,
        updated_at = ${work.now}
    where order_id = ${orderId} returning order_id, required, done, state`
  return row && fromColumns<Saga>(row)
}

/** @returns false when it has ended already. */
export async function endSaga(
  work: Work,
  orderId: Id<'Order'>,
  state: 'CONFIRMED' | 'CLOSED',
): Promise<boolean> {
  const ended = await work.sql`
    update order_sagas set state = ${state}, updated_at = ${work.now}
    where order_id = ${orderId} and state = 'RUNNING' returning order_id`
  return ended.length > 0
}

export type DueKind = 'saga' | 'payment' | 'closing' | 'delivered' | 'settlement'

/** Ids whose time has come, claimed for this transaction; another replica skips them. */
export async function claimDue(
  work: Work,
  kind: DueKind,
  { before, limit }: { before: Date; limit: number },
): Promise<Id<'Order'>[]> {
  const rows = await dueQueries[kind](work.sql, before, limit)
  return rows.map((row) => row.id)
}

type DueQuery = (sql: Sql, before: Date, limit: number) => Promise<{ id: string }[]>

const dueQueries: Record<DueKind, DueQuery> = {
  saga: (sql, before, limit) => sql`
    select order_id as id from order_sagas where state = 'RUNNING' and created_at <= ${before}
    order by created_at limit ${limit} for update skip locked`,
  payment: (sql, before, limit) => sql`
    select id from orders where status = 'PENDING_PAYMENT' and not closing and expire_at <= ${before}
    order by expire_at limit ${limit} for update skip locked`,
  closing: (sql, before, limit) => sql`
    select id from orders o where closing and closing_at <= ${before} and not exists (
      select 1 from order_history told
      where told.order_id = o.id and told.created_at = o.created_at and told.event = 'closeStuck' and told.at >= o.closing_at)
    order by closing_at limit ${limit} for update of o skip locked`,
  delivered: (sql, before, limit) => sql`
    select id from orders where status = 'DELIVERING' and delivered_at is not null and delivered_at <= ${before}
    order by delivered_at limit ${limit} for update skip locked`,
  settlement: (sql, before, limit) => sql`
    select id from orders where status = 'COMPLETED' and settled_at is null and aftersale_until <= ${before}
    order by aftersale_until limit ${limit} for update skip locked`,
}

/** How many orders wait, and since how many seconds the oldest; each state has an index of just these. */
export const readWaiting = (sql: Sql) => sql<{ state: string; count: number; oldest: number }>`
  select state, count(since)::integer as count,
         coalesce(extract(epoch from now() - min(since)), 0)::float8 as oldest
  from (values ('CREATED'), ('PENDING_PAYMENT'), ('CLOSING')) as states(state)
  left join (
    select 'CREATED' as at, created_at as since from order_sagas where state = 'RUNNING'
    union all
    select 'PENDING_PAYMENT', created_at from orders where status = 'PENDING_PAYMENT' and not closing
    union all
    select 'CLOSING', closing_at from orders where closing
  ) as waiting on at = state
  group by state`

/** Whether at least so many orders have waited for their reservations since then. */
export async function isCrowded(
  sql: Sql,
  { before, many }: { before: Date; many: number },
): Promise<boolean> {
  const rows = await sql`
    select 1 from order_sagas where state = 'RUNNING' and created_at <= ${before} limit ${many}`
  return rows.length === many
}

/** Makes the partitions of this month and the next three. @returns how many were missing. */
export async function ensurePartitions(sql: Sql, at: Date): Promise<number> {
  const [row] = await sql<{ made: number }>`
    select count(*) filter (where ensure_order_month((date_trunc('month', ${at}::timestamptz)
                                                      + make_interval(months => ahead))::date)) as made
    from generate_series(0, 3) as ahead`
  return row?.made ?? 0
}

type Remarks = { readonly merchantRemark?: string; readonly adminRemark?: string }

/** Notes of the staff; no state, no history, no event. */
export async function setRemark(
  work: Work,
  { id, createdAt }: Pick<Order, 'id' | 'createdAt'>,
  remarks: Remarks,
): Promise<void> {
  await work.sql`
    update orders set merchant_remark = coalesce(${remarks.merchantRemark ?? null}, merchant_remark),
      admin_remark = coalesce(${remarks.adminRemark ?? null}, admin_remark)
    where id = ${id} and created_at = ${createdAt}`
}

/** Takes the person out of a user's orders: who received the goods where, and what they wrote. Sums and lines stay. */
export async function eraseRecipients({ sql }: Work, userId: string): Promise<void> {
  await sql`update orders set recipient_sealed = null, remark = '' where user_id = ${userId}`
}
