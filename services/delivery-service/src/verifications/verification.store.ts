import { columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Verification, VerificationLine } from './verification.ts'

const VERIFICATION = columns(Prisma.VerificationScalarFieldEnum)
const VERIFICATION_LINE = columns(Prisma.VerificationLineScalarFieldEnum)

async function withLines(sql: Sql, rows: readonly { id: string }[]): Promise<Verification[]> {
  if (rows.length === 0) return []
  const lines = await sql<{ verification_id: string }>`
    select ${VERIFICATION_LINE.of('given')} from verification_lines given join delivery_lines line on line.id = given.line_id
    where verification_id = any(${rows.map(({ id }) => id)}::uuid[]) order by line.position`
  return rows.map((row) => ({
    ...fromColumns<Verification>(row),
    lines: lines
      .filter((line) => line.verification_id === row.id)
      .map((line) => fromColumns<VerificationLine>(line)),
  }))
}

/** What this key did before. */
export async function findByKey(
  sql: Sql,
  operatorId: string,
  idempotencyKey: string,
): Promise<Verification | undefined> {
  const [verification] = await withLines(
    sql,
    await sql<{ id: string }>`
      select ${VERIFICATION} from verifications where operator_id = ${operatorId} and idempotency_key = ${idempotencyKey}`,
  )
  return verification
}

/** Who handed out the last of a delivery, and when. */
export async function findLast(
  sql: Sql,
  deliveryId: string,
): Promise<{ operatorName: string; at: Date } | undefined> {
  const [row] = await sql<{ operator_name: string; at: Date }>`
    select operator_name, coalesce(scanned_at, created_at) as at from verifications
    where delivery_id = ${deliveryId} order by id desc limit 1`
  return row && { operatorName: row.operator_name, at: row.at }
}

/** @throws a unique violation when the key was used, or the task was completed before. */
export async function insertVerification(work: Work, verification: Verification): Promise<void> {
  const { lines } = verification
  await work.sql`
    with placed as (
      insert into verifications (id, delivery_id, order_id, order_no, merchant_id, pickup_point_id, operator_id,
                                 operator_name, method, complete, idempotency_key, request_hash, created_at,
                                 scanned_at)
      values (${verification.id}, ${verification.deliveryId}, ${verification.orderId}, ${verification.orderNo},
              ${verification.merchantId}, ${verification.pickupPointId}, ${verification.operatorId},
              ${verification.operatorName}, ${verification.method}, ${verification.complete},
              ${verification.idempotencyKey}, ${verification.requestHash}, ${verification.createdAt},
              ${verification.scannedAt})
    )
    insert into verification_lines (verification_id, line_id, sku_id, product_name, qty, remaining_qty)
    select ${verification.id}::uuid, * from unnest(
      ${lines.map((line) => line.lineId)}::uuid[], ${lines.map((line) => line.skuId)}::uuid[],
      ${lines.map((line) => line.productName)}::text[], ${lines.map((line) => line.qty)}::integer[],
      ${lines.map((line) => line.remainingQty)}::integer[])`
}

export type VerificationFilter = {
  readonly merchantId: string
  /** Undefined = every point. */
  readonly points: readonly string[] | undefined
  readonly pickupPointId?: string | undefined
  readonly orderNo?: string | undefined
  readonly afterId?: string | undefined
  readonly limit: number
}

/** Newest first. */
export async function listVerifications(sql: Sql, filter: VerificationFilter): Promise<Verification[]> {
  const { points = null, pickupPointId = null, orderNo = null, afterId = null } = filter
  const rows = await sql<{ id: string }>`
    select ${VERIFICATION} from verifications where merchant_id = ${filter.merchantId}
      and (${points}::uuid[] is null or pickup_point_id = any(${points}))
      and (${pickupPointId}::uuid is null or pickup_point_id = ${pickupPointId})
      and (${orderNo}::text is null or order_no = ${orderNo})
      and (${afterId}::uuid is null or id < ${afterId})
    order by id desc limit ${filter.limit}`
  return withLines(sql, rows)
}
