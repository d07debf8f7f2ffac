import type { Work } from '../deps.ts'

export type SealedRow = { readonly table: SealedTable; readonly id: string; readonly sealed: string }

export const SEALED_TABLES = [
  'user-phone',
  'user-identity',
  'address',
  'staff-phone',
  'merchant',
  'second-factor',
  'merchant-submission',
  'leader',
] as const
export type SealedTable = (typeof SEALED_TABLES)[number]

type Reader = (
  sql: Work['sql'],
  keyIds: readonly string[],
  limit: number,
) => Promise<{ id: string; sealed: string }[]>
type Writer = (sql: Work['sql'], row: { id: string; sealed: string }) => Promise<unknown>

const READERS: Record<SealedTable, Reader> = {
  'user-phone': (sql, keyIds, limit) => sql`
    select id, phone_sealed as sealed from users
    where phone_sealed is not null and split_part(phone_sealed, '.', 1) = any(${keyIds}) limit ${limit} for update skip locked`,
  'user-identity': (sql, keyIds, limit) => sql`
    select id, identity_sealed as sealed from users
    where identity_sealed is not null and split_part(identity_sealed, '.', 1) = any(${keyIds})
    limit ${limit} for update skip locked`,
  address: (sql, keyIds, limit) => sql`
    select id, contact_sealed as sealed from addresses
    where split_part(contact_sealed, '.', 1) = any(${keyIds}) limit ${limit} for update skip locked`,
  'staff-phone': (sql, keyIds, limit) => sql`
    select id, phone_sealed as sealed from staff
    where phone_sealed is not null and split_part(phone_sealed, '.', 1) = any(${keyIds}) limit ${limit} for update skip locked`,
  merchant: (sql, keyIds, limit) => sql`
    select id, contact_sealed as sealed from merchants
    where contact_sealed is not null and split_part(contact_sealed, '.', 1) = any(${keyIds})
    limit ${limit} for update skip locked`,
  'second-factor': (sql, keyIds, limit) => sql`
    select admin_id as id, secret_sealed as sealed from second_factors
    where split_part(secret_sealed, '.', 1) = any(${keyIds}) limit ${limit} for update skip locked`,
  'merchant-submission': (sql, keyIds, limit) => sql`
    select id, sealed from merchant_submissions
    where split_part(sealed, '.', 1) = any(${keyIds}) limit ${limit} for update skip locked`,
  leader: (sql, keyIds, limit) => sql`
    select id, sealed from leaders
    where sealed is not null and split_part(sealed, '.', 1) = any(${keyIds}) limit ${limit} for update skip locked`,
}

const WRITERS: Record<SealedTable, Writer> = {
  'user-phone': (sql, { id, sealed }) => sql`update users set phone_sealed = ${sealed} where id = ${id}`,
  'user-identity': (sql, { id, sealed }) =>
    sql`update users set identity_sealed = ${sealed} where id = ${id}`,
  address: (sql, { id, sealed }) => sql`update addresses set contact_sealed = ${sealed} where id = ${id}`,
  'staff-phone': (sql, { id, sealed }) => sql`update staff set phone_sealed = ${sealed} where id = ${id}`,
  'second-factor': (sql, { id, sealed }) =>
    sql`update second_factors set secret_sealed = ${sealed} where admin_id = ${id}`,
  'merchant-submission': (sql, { id, sealed }) =>
    sql`update merchant_submissions set sealed = ${sealed} where id = ${id}`,
  leader: (sql, { id, sealed }) => sql`update leaders set sealed = ${sealed} where id = ${id}`,
  merchant: (sql, { id, sealed }) => sql`update merchants set contact_sealed = ${sealed} where id = ${id}`,
}

/** Locks rows that are sealed with one of these keys; reads the whole table, so nobody asks without need. */
export async function lockOldRows(
  { sql }: Work,
  table: SealedTable,
  query: { keyIds: readonly string[]; limit: number },
): Promise<SealedRow[]> {
  const rows = await READERS[table](sql, query.keyIds, query.limit)
  return rows.map((row) => ({ table, ...row }))
}

export async function saveSealed({ sql }: Work, row: SealedRow): Promise<void> {
  await WRITERS[row.table](sql, row)
}
