import { newId } from '@linli/core'
import { columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { SecondFactor } from './second-factor.ts'

const SECOND_FACTOR = columns(Prisma.SecondFactorScalarFieldEnum)

export async function findFactor(sql: Sql, adminId: string): Promise<SecondFactor | undefined> {
  const [row] = await sql`select ${SECOND_FACTOR} from second_factors where admin_id = ${adminId}`
  return row && fromColumns<SecondFactor>(row)
}

/** A secret that waits for its first code; one that waited before is forgotten. @returns whether it was taken: not over a confirmed one */
export async function saveUnconfirmed(
  { sql, now }: Work,
  { adminId, secretSealed }: Pick<SecondFactor, 'adminId' | 'secretSealed'>,
): Promise<boolean> {
  const rows = await sql`
    insert into second_factors (admin_id, secret_sealed, created_at) values (${adminId}, ${secretSealed}, ${now})
    on conflict (admin_id) do update set secret_sealed = excluded.secret_sealed, created_at = excluded.created_at
    where second_factors.confirmed_at is null returning admin_id`
  return rows.length > 0
}

type Step = { readonly adminId: string; readonly step: number }

/** Takes the first code. @returns false when it was confirmed already, or with another secret */
export async function markConfirmed(
  { sql, now }: Work,
  { adminId, step, secretSealed }: Step & { readonly secretSealed: string },
): Promise<boolean> {
  const rows = await sql`
    update second_factors set confirmed_at = ${now}, last_step = ${step}
    where admin_id = ${adminId} and secret_sealed = ${secretSealed} and confirmed_at is null returning admin_id`
  return rows.length > 0
}

/** Takes a code, once: of two that come together one waits for the other's row, and finds its step taken. */
export async function takeStep({ sql }: Work, { adminId, step }: Step): Promise<boolean> {
  const rows = await sql`
    update second_factors set last_step = ${step}
    where admin_id = ${adminId} and confirmed_at is not null and last_step < ${step} returning admin_id`
  return rows.length > 0
}

export async function insertRecoveryCodes(
  { sql, now }: Work,
  { adminId, indexes }: { readonly adminId: string; readonly indexes: readonly string[] },
): Promise<void> {
  const ids = indexes.map(() => newId(now))
  await sql`
    insert into recovery_codes (id, admin_id, code_index)
    select id, ${adminId}, code_index from unnest(${ids}::uuid[], ${indexes}::text[]) as made (id, code_index)`
}

/** Takes a recovery code, once. */
export async function takeRecoveryCode(
  { sql, now }: Work,
  { adminId, index }: { readonly adminId: string; readonly index: string },
): Promise<boolean> {
  const rows = await sql`
    update recovery_codes set used_at = ${now}
    where admin_id = ${adminId} and code_index = ${index} and used_at is null returning id`
  return rows.length > 0
}

export async function countRecoveryCodes(sql: Sql, adminId: string): Promise<number> {
  const [row] = await sql<{ left: number }>`
    select count(*) as left from recovery_codes where admin_id = ${adminId} and used_at is null`
  return row?.left ?? 0
}

/** With its recovery codes. @returns false when there was none */
export async function deleteFactor({ sql }: Work, adminId: string): Promise<boolean> {
  const rows = await sql`delete from second_factors where admin_id = ${adminId} returning admin_id`
  return rows.length > 0
}
