import { type Id, newId } from '@linli/core'
import { activeTraceId, columns, fromColumns, type Sql, toColumns } from '@linli/events'
import type { Work } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { type Attempt, closeWaitMs } from './attempt.ts'
import type { Payment, PaymentChange, Step } from './payment.ts'

const ATTEMPT = columns(Prisma.AttemptScalarFieldEnum)
const PAYMENT = columns(Prisma.PaymentScalarFieldEnum)

/** A payment under its lock, with all its attempts, oldest first. Whoever changes an attempt holds this lock. */
export type Held = { readonly payment: Payment; readonly attempts: readonly Attempt[] }

async function withAttempts(sql: Sql, row: object | undefined): Promise<Held | undefined> {
  if (!row) return undefined
  const payment = fromColumns<Payment>(row)
  const attempts =
    await sql`select ${ATTEMPT} from attempts where payment_id = ${payment.id} order by created_at, id`
  return toHeld(payment, attempts)
}

const toHeld = (payment: Payment, attempts: readonly object[]): Held => ({
  payment,
  attempts: attempts.map((attempt) => fromColumns<Attempt>(attempt)),
})

export async function lockPayment(work: Work, id: Id<'Payment'>): Promise<Held | undefined> {
  const [row] = await work.sql`select ${PAYMENT} from payments where id = ${id} for update`
  return withAttempts(work.sql, row)
}

export async function lockPaymentOfOrder(work: Work, orderId: Id<'Order'>): Promise<Held | undefined> {
  const [row] = await work.sql`select ${PAYMENT} from payments where order_id = ${orderId} for update`
  return withAttempts(work.sql, row)
}

export async function lockPaymentOfTrade(work: Work, outTradeNo: string): Promise<Held | undefined> {
  // The second statement runs when the first has the lock, so it sees what the holder before has left.
  const [[row], attempts] = await Promise.all([
    work.sql`
      select ${PAYMENT} from payments
      where id = (select payment_id from attempts where out_trade_no = ${outTradeNo}) for update`,
    work.sql`
      select ${ATTEMPT} from attempts
      where payment_id = (select payment_id from attempts where out_trade_no = ${outTradeNo}) order by created_at, id`,
  ])
  return row && toHeld(fromColumns<Payment>(row), attempts)
}

/** @returns false when the order has a payment already. */
export async function insertPayment(work: Work, payment: Payment, step: Step): Promise<boolean> {
  const inserted = await work.sql`
    with payment as (
      insert into payments (${PAYMENT}) select ${PAYMENT} from jsonb_populate_record(null::payments, ${JSON.stringify(toColumns(payment))}::jsonb)
      on conflict (order_id) do nothing returning id, status
    )
    insert into payment_history (id, payment_id, from_status, event, to_status, actor_type, actor_id, detail, trace_id, at)
    select ${newId(work.now)}, id, null, ${step.event}, status, ${step.actor.type}, ${step.actor.id ?? null},
           ${JSON.stringify(step.detail ?? {})}::jsonb, ${activeTraceId()}, ${work.now}
    from payment returning payment_id`
  return inserted.length > 0
}

/** Saves a change of a payment held by its lock, with one history row. */
export async function savePayment(
  work: Work,
  before: Payment,
  { next, step }: PaymentChange,
): Promise<Payment> {
  const saved = await work.sql`
    with history as (
      insert into payment_history (id, payment_id, from_status, event, to_status, actor_type, actor_id, detail, trace_id, at)
      values (${newId(work.now)}, ${next.id}, ${before.status}, ${step.event}, ${next.status}, ${step.actor.type},
              ${step.actor.id ?? null}, ${JSON.stringify(step.detail ?? {})}::jsonb, ${activeTraceId()}, ${work.now})
    )
    update payments set
      status = ${next.status}, amount_fen = ${next.amountFen}, expire_at = ${next.expireAt}, paid_fen = ${next.paidFen}, refunding_fen = ${next.refundingFen},
      refunded_fen = ${next.refundedFen}, attempt_id = ${next.attemptId}, out_trade_no = ${next.outTradeNo},
      transaction_id = ${next.transactionId}, closing_at = ${next.closingAt}, paid_at = ${next.paidAt},
      closed_at = ${next.closedAt}, updated_at = ${work.now}, version = ${next.version}
    where id = ${next.id} and version = ${before.version} returning id`
  if (saved.length === 0) throw new Error(`payment ${next.id} changed under its lock`)
  return next
}

export async function insertAttempt(work: Work, attempt: Attempt): Promise<void> {
  await work.sql`
    with history as (
      insert into attempt_history (id, attempt_id, from_status, event, to_status, actor_type, detail, trace_id, at)
      values (${newId(work.now)}, ${attempt.id}, null, 'create', ${attempt.status}, 'USER', '{}'::jsonb,
              ${activeTraceId()}, ${work.now})
    )
    insert into attempts (${ATTEMPT})
    select ${ATTEMPT} from jsonb_populate_record(null::attempts, ${JSON.stringify(toColumns(attempt))}::jsonb)`
}

/** Saves what the rules changed; the schedule of queries belongs to the jobs. */
export async function saveAttempt(
  work: Work,
  before: Attempt,
  { next, step }: { next: Attempt; step: Step },
): Promise<Attempt> {
  await work.sql`
    with history as (
      insert into attempt_history (id, attempt_id, from_status, event, to_status, actor_type, actor_id, detail, trace_id, at)
      values (${newId(work.now)}, ${next.id}, ${before.status}, ${step.event}, ${next.status}, ${step.actor.type},
              ${step.actor.id ?? null}, ${JSON.stringify(step.detail ?? {})}::jsonb, ${activeTraceId()}, ${work.now})
    )
    update attempts set
      status = ${next.status}, prepay_called_at = ${next.prepayCalledAt}, prepay_calls = ${next.prepayCalls},
      prepay_id = ${next.prepayId}, prepay_expires_at = ${next.prepayExpiresAt},
      transaction_id = ${next.transactionId}, paid_fen = ${next.paidFen}, paid_at = ${next.paidAt},
      failure_code = ${next.failureCode}, next_query_at = ${next.nextQueryAt}, next_close_at = ${next.nextCloseAt},
      updated_at = ${work.now}
    where id = ${next.id}`
  return next
}

/** The payment that an idempotency key has made, with the hash of the body it came with. */
export async function findRequest(
  work: Work,
  userId: string,
  key: string,
): Promise<{ paymentId: string; requestHash: string } | undefined> {
  const [row] = await work.sql<{ payment_id: string; request_hash: string }>`
    select payment_id, request_hash from payment_requests where user_id = ${userId} and idempotency_key = ${key}`
  return row && { paymentId: row.payment_id, requestHash: row.request_hash }
}

export type RequestKey = {
  readonly userId: string
  readonly idempotencyKey: string
  readonly requestHash: string
}

export async function insertRequest(work: Work, request: RequestKey, paymentId: string): Promise<void> {
  await work.sql`
    insert into payment_requests (user_id, idempotency_key, request_hash, payment_id, created_at)
    values (${request.userId}, ${request.idempotencyKey}, ${request.requestHash}, ${paymentId}, ${work.now})
    on conflict do nothing`
}

export type Due = {
  readonly id: string
  readonly paymentId: string
  readonly outTradeNo: string
  readonly expireAt: Date
  readonly count: number
}

type DueRow = { id: string; payment_id: string; out_trade_no: string; expire_at: Date; count: number }
const toDue = (row: DueRow): Due => fromColumns<Due>(row)

/** Attempts to ask about; claimed by pushing their time ahead, so that another replica does not ask too. */
export async function claimQueries(work: Work, claim: { limit: number; until: Date }): Promise<Due[]> {
  const rows = await work.sql<DueRow>`
    update attempts set queried_at = ${work.now}, query_count = query_count + 1, next_query_at = ${claim.until}
    where id in (select id from attempts where next_query_at <= ${work.now} and status in ('CREATED', 'PREPAY', 'UNKNOWN')
                 order by next_query_at limit ${claim.limit} for update skip locked)
    returning id, payment_id, out_trade_no, expire_at, query_count as count`
  return rows.map(toDue)
}

export async function scheduleQuery(work: Work, id: string, at: Date | null): Promise<void> {
  await work.sql`
    update attempts set next_query_at = ${at} where id = ${id} and status in ('CREATED', 'PREPAY', 'UNKNOWN')`
}

/** The live attempt of a payment when nobody has asked about it since `before`; the asker is the caller now. */
export async function claimStale(work: Work, paymentId: string, before: Date): Promise<Due | undefined> {
  const [row] = await work.sql<DueRow>`
    update attempts set queried_at = ${work.now}
    where payment_id = ${paymentId} and status in ('CREATED', 'PREPAY', 'UNKNOWN', 'CLOSING')
      and prepay_called_at <= ${before} and (queried_at is null or queried_at <= ${before})
    returning id, payment_id, out_trade_no, expire_at, query_count as count`
  return row && toDue(row)
}

/** Attempts to close at the provider; a crash lets them come due again. */
export async function claimCloses(work: Work, limit: number): Promise<Due[]> {
  const rows = await work.sql<DueRow>`
    select id, payment_id, out_trade_no, expire_at, close_count as count from attempts
    where next_close_at <= ${work.now} order by next_close_at limit ${limit} for update skip locked`
  for (const row of rows) {
    await work.sql`
      update attempts set close_count = close_count + 1, queried_at = ${work.now},
             next_close_at = ${new Date(work.now.getTime() + closeWaitMs(row.count))}
      where id = ${row.id}`
  }
  return rows.map(toDue)
}

export const readClosing = (sql: Sql) => sql<{ count: number; oldest: number }>`
  select count(*)::integer as count, coalesce(extract(epoch from now() - min(closing_at)), 0)::float8 as oldest
  from payments where closing_at is not null`

/** Payments that could not be closed since `before`; each is told once. */
export async function claimStuckCloses(
  work: Work,
  before: Date,
): Promise<{ id: string; orderId: string; closingAt: Date }[]> {
  const rows = await work.sql`
    update payments set close_alerted = true where closing_at <= ${before} and not close_alerted
    returning id, order_id, closing_at`
  return rows.map((row) => fromColumns<{ id: string; orderId: string; closingAt: Date }>(row))
}

export async function findPayment(sql: Sql, id: string): Promise<Held | undefined> {
  const [row] = await sql`select ${PAYMENT} from payments where id = ${id}`
  return withAttempts(sql, row)
}

export async function findPaymentOfOrder(sql: Sql, orderId: string): Promise<Held | undefined> {
  const [row] = await sql`select ${PAYMENT} from payments where order_id = ${orderId}`
  return withAttempts(sql, row)
}

export async function findPaymentsOfOrders(sql: Sql, orderIds: readonly string[]): Promise<Held[]> {
  const rows = await sql`select ${PAYMENT} from payments where order_id = any(${orderIds}::uuid[])`
  const held = await Promise.all(rows.map((row) => withAttempts(sql, row)))
  return held.filter((each) => each !== undefined)
}

const MAX_REFUNDS = 50

/** The guard of product.md §6.3: one conditional UPDATE, so that no two refunds can share the last fen. */
export async function reserveAmount(work: Work, paymentId: string, amountFen: number): Promise<boolean> {
  const reserved = await work.sql`
    update payments set refunding_fen = refunding_fen + ${amountFen}, refund_count = refund_count + 1,
           updated_at = ${work.now}, version = version + 1
    where id = ${paymentId} and paid_fen - refunded_fen - refunding_fen >= ${amountFen}
      and refund_count < ${MAX_REFUNDS}
    returning id`
  return reserved.length > 0
}

export type OpenAmounts = {
  readonly pendingPayments: number
  readonly pendingFen: number
  readonly openRefunds: number
  readonly refundingFen: number
}

/** Money of a user that is on its way: payments nobody has decided yet, and refunds that have not arrived. */
export async function sumOpenAmounts(sql: Sql, userId: string): Promise<OpenAmounts> {
  const [row] = await sql<OpenAmounts>`
    select count(*) filter (where pending)::integer as "pendingPayments",
           coalesce(sum(amount_fen) filter (where pending), 0)::integer as "pendingFen",
           coalesce(sum(refund.count), 0)::integer as "openRefunds", coalesce(sum(refund.fen), 0)::integer as "refundingFen"
    from (select ${PAYMENT}, status in ('INIT', 'PENDING', 'QUARANTINED') as pending from payments where user_id = ${userId}) payment
    cross join lateral (
      select count(*) as count, sum(amount_fen) as fen from refunds
      where payment_id = payment.id and status in ('CREATED', 'SUBMITTED', 'PROCESSING', 'ABNORMAL')
    ) refund`
  return row ?? { pendingPayments: 0, pendingFen: 0, openRefunds: 0, refundingFen: 0 }
}
