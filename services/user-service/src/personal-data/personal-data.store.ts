import type { Work } from '../deps.ts'

export type SealedRow = { readonly table: SealedTable; readonly id: string; readonly sealed: string }

export const SEALED_TABLES = ['user-phone', 'user-identity', 'address', 'staff-phone', 'merchant'] as const
export type SealedTable = (typeof SEALED_TABLES)[number]

type Reader = (sql: Work['sql'], keyId: string, limit: number) => Promise<{ id: string; sealed: string }[]>
type Writer = (sql: Work['sql'], row: { id: string; sealed: string }) => Promise<unknown>

// The expression indexes of the migration find the rows of other keys without reading the table.
const READERS: Record<SealedTable, Reader> = {
  'user-phone': (sql, keyId, limit) => sql`
    select id, phone_sealed as sealed from users
    where phone_sealed is not null and split_part(phone_sealed, '.', 1) <> ${keyId} limit ${limit} for update skip locked`,
  'user-identity': (sql, keyId, limit) => sql`
    select id, identity_sealed as sealed from users
    where identity_sealed is not null and split_part(identity_sealed, '.', 1) <> ${keyId}
    limit ${limit} for update skip locked`,
  address: (sql, keyId, limit) => sql`
    select id, contact_sealed as sealed from addresses
    where split_part(contact_sealed, '.', 1) <> ${keyId} limit ${limit} for update skip locked`,
  'staff-phone': (sql, keyId, limit) => sql`
    select id, phone_sealed as sealed from staff
    where phone_sealed is not null and split_part(phone_sealed, '.', 1) <> ${keyId} limit ${limit} for update skip locked`,
  merchant: (sql, keyId, limit) => sql`
    select id, contact_sealed as sealed from merchants
    where contact_sealed is not null and split_part(contact_sealed, '.', 1) <> ${keyId}
    limit ${limit} for update skip locked`,
}

const WRITERS: Record<SealedTable, Writer> = {
  'user-phone': (sql, { id, sealed }) => sql`update users set phone_sealed = ${sealed} where id = ${id}`,
  'user-identity': (sql, { id, sealed }) =>
    sql`update users set identity_sealed = ${sealed} where id = ${id}`,
  address: (sql, { id, sealed }) => sql`update addresses set contact_sealed = ${sealed} where id = ${id}`,
  'staff-phone': (sql, { id, sealed }) => sql`update staff set phone_sealed = ${sealed} where id = ${id}`,
  merchant: (sql, { id, sealed }) => sql`update merchants set contact_sealed = ${sealed} where id = ${id}`,
}

/** Locks rows that are sealed with another key than `keyId`. */
export async function lockOldRows(
  { sql }: Work,
  table: SealedTable,
  query: { keyId: string; limit: number },
): Promise<SealedRow[]> {
  const rows = await READERS[table](sql, query.keyId, query.limit)
  return rows.map((row) => ({ table, ...row }))
}

export async function saveSealed({ sql }: Work, row: SealedRow): Promise<void> {
  await WRITERS[row.table](sql, row)
}
