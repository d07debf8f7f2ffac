import { newId } from '@linli/core'
import { fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import type { CodeBatch } from './code.ts'

export type FoundCode = {
  readonly templateId: string
  readonly redeemedBy: string | null
  readonly expiresAt: Date | null
}

export async function findCode(sql: Sql, codeHash: string): Promise<FoundCode | undefined> {
  const [row] = await sql`
    select batch.template_id, batch.expires_at, code.redeemed_by
    from coupon_codes code join coupon_code_batches batch on batch.id = code.batch_id where code.code_hash = ${codeHash}`
  return row && fromColumns<FoundCode>(row)
}

/** @returns false when somebody redeemed it before. */
export async function markRedeemed(
  { sql, now }: Work,
  codeHash: string,
  { userId, couponId }: { userId: string; couponId: string },
): Promise<boolean> {
  const rows = await sql`
    update coupon_codes set redeemed_by = ${userId}, redeemed_at = ${now}, coupon_id = ${couponId}
    where code_hash = ${codeHash} and redeemed_by is null returning code_hash`
  return rows.length > 0
}

export type BatchKey = {
  readonly adminId: string
  readonly idempotencyKey: string
  readonly requestHash: string
}

export async function findBatch(
  sql: Sql,
  { adminId, idempotencyKey }: BatchKey,
): Promise<(CodeBatch & { requestHash: string }) | undefined> {
  const [row] = await sql`
    select id, template_id, count, expires_at, created_at, request_hash from coupon_code_batches
    where admin_id = ${adminId} and idempotency_key = ${idempotencyKey}`
  return row && fromColumns<CodeBatch & { requestHash: string }>(row)
}

/** Codes of the template that are still to be redeemed. */
export async function countOpenCodes({ sql }: Work, templateId: string): Promise<number> {
  const [row] = await sql<{ count: number }>`
    select count(*) as count from coupon_codes code join coupon_code_batches batch on batch.id = code.batch_id
    where batch.template_id = ${templateId} and code.redeemed_by is null and coalesce(batch.expires_at > now(), true)`
  return row?.count ?? 0
}

export type NewBatch = BatchKey & {
  readonly templateId: string
  readonly expiresAt: Date | null
  readonly hashes: readonly string[]
}

/** @throws a unique violation when the key was used before. */
export async function insertBatch({ sql, now }: Work, batch: NewBatch): Promise<CodeBatch> {
  const { templateId, expiresAt, hashes } = batch
  const id = newId(now)
  await sql`
    with batch as (
      insert into coupon_code_batches (id, template_id, admin_id, idempotency_key, request_hash, count, expires_at, created_at)
      values (${id}, ${templateId}, ${batch.adminId}, ${batch.idempotencyKey}, ${batch.requestHash}, ${hashes.length},
              ${expiresAt}, ${now})
    )
    insert into coupon_codes (code_hash, batch_id) select hash, ${id}::uuid from unnest(${hashes}::text[]) as hash`
  return { id, templateId, count: hashes.length, expiresAt, createdAt: now }
}
