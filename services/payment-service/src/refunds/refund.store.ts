import { newId } from '@linli/core'
import { activeTraceId, columns, fromColumns, type Sql, toColumns } from '@linli/events'
import type { Work } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Step } from '../payments/payment.ts'
import { REFUND_GAP_MS, type Refund, type RefundChange } from './refund.ts'

const REFUND = columns(Prisma.RefundScalarFieldEnum)

const toRefund = (row: object): Refund => fromColumns<Refund>(row)

/** @returns false when this refund exists already: its numbers are derived, so a repetition finds itself. */
export async function insertRefund(work: Work, refund: Refund, step: Step): Promise<boolean> {
  const inserted = await work.sql`
    insert into refunds (${REFUND}) select ${REFUND} from jsonb_populate_record(null::refunds, ${JSON.stringify(toColumns(refund))}::jsonb)
    on conflict do nothing returning id`
  if (inserted.length === 0) return false
  await recordStep(work, { refund, from: null, step })
  return true
}

async function recordStep(
  work: Work,
  { refund, from, step }: { refund: Refund; from: string | null; step: Step },
): Promise<void> {
  await work.sql`
    insert into refund_history (id, refund_id, from_status, event, to_status, actor_type, actor_id, detail, trace_id, at)
    values (${newId(work.now)}, ${refund.id}, ${from}, ${step.event}, ${refund.status}, ${step.actor.type},
            ${step.actor.id ?? null}, ${JSON.stringify(step.detail ?? {})}::jsonb, ${activeTraceId()}, ${work.now})`
}

export async function findRefund(sql: Sql, id: string): Promise<Refund | undefined> {
  const [row] = await sql`select ${REFUND} from refunds where id = ${id}`
  return row && toRefund(row)
}

export async function findRefundOfAfterSale(sql: Sql, aftersaleId: string): Promise<Refund | undefined> {
  const [row] = await sql`select ${REFUND} from refunds where aftersale_id = ${aftersaleId}`
  return row && toRefund(row)
}

/** By any number it has ever had at the provider. */
export async function findRefundByNumber(sql: Sql, outRefundNo: string): Promise<Refund | undefined> {
  const [row] = await sql`select ${REFUND} from refunds where refund_no = ${outRefundNo.replace(/-\d+$/, '')}`
  return row && toRefund(row)
}

export const readOpen = (sql: Sql) => sql<{ count: number; oldest: number }>`
  select count(*)::integer as count, coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as oldest
  from refunds where status <> 'SUCCESS'`

/** The caller holds the lock of its payment. */
export async function lockRefund(work: Work, id: string): Promise<Refund> {
  const [row] = await work.sql`select ${REFUND} from refunds where id = ${id} for update`
  if (!row) throw new Error(`refund ${id} vanished`)
  return toRefund(row)
}

export async function saveRefund(work: Work, before: Refund, { next, step }: RefundChange): Promise<Refund> {
  const saved = await work.sql`
    update refunds set
      out_refund_no = ${next.outRefundNo}, number = ${next.number}, status = ${next.status},
      reserved = ${next.reserved}, channel_refund_id = ${next.channelRefundId},
      received_account = ${next.receivedAccount}, failure_code = ${next.failureCode},
      failure_reason = ${next.failureReason}, submit_count = ${next.submitCount}, poll_count = ${next.pollCount},
      next_action_at = ${next.nextActionAt}, submitted_at = ${next.submittedAt}, succeeded_at = ${next.succeededAt},
      settled_by = ${next.settledBy}, settlement_proof = ${next.settlementProof}, updated_at = ${work.now},
      version = ${next.version}
    where id = ${next.id} and version = ${before.version} returning id`
  if (saved.length === 0) throw new Error(`refund ${next.id} changed under its lock`)
  await recordStep(work, { refund: next, from: before.status, step })
  return next
}

/** Refunds whose turn it is, locked; another replica skips them. */
export async function lockDueRefunds(work: Work, limit: number): Promise<Refund[]> {
  const rows = await work.sql`
    select ${REFUND} from refunds where next_action_at <= ${work.now}
    order by next_action_at, id limit ${limit} for update skip locked`
  return rows.map(toRefund)
}

/** One refund of a trade per minute: the first one that comes takes the turn. @returns when to come back, if not now. */
export async function takeTurn(work: Work, refund: Refund): Promise<Date | undefined> {
  const until = new Date(work.now.getTime() + REFUND_GAP_MS)
  const taken = await work.sql`
    update attempts set refund_gate_at = ${until}, refund_gate_id = ${refund.id}
    where id = ${refund.attemptId}
      and (refund_gate_at is null or refund_gate_at <= ${work.now} or refund_gate_id = ${refund.id})
    returning id`
  if (taken.length > 0) return undefined
  const [gate] = await work.sql<{ refund_gate_at: Date }>`
    select refund_gate_at from attempts where id = ${refund.attemptId}`
  return gate?.refund_gate_at ?? until
}

export async function postpone(work: Work, id: string, at: Date): Promise<void> {
  await work.sql`update refunds set next_action_at = ${at} where id = ${id}`
}

/** The number at the provider of the trade that is refunded. */
export async function outTradeNoOfRefund(sql: Sql, refund: Refund): Promise<string> {
  const [row] = await sql<{
    out_trade_no: string
  }>`select out_trade_no from attempts where id = ${refund.attemptId}`
  if (!row) throw new Error(`refund ${refund.id} has no attempt`)
  return row.out_trade_no
}
