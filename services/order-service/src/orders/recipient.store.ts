import { fromColumns } from '@linli/events'
import type { Work } from '../deps.ts'

export type SealedRecipient = {
  readonly id: string
  readonly createdAt: Date
  readonly recipientSealed: string
}

/** Locks orders whose recipient one of these keys has sealed; reads every order, so nobody asks without need. */
export async function lockRecipientsOf(
  { sql }: Work,
  { keyIds, limit }: { keyIds: readonly string[]; limit: number },
): Promise<SealedRecipient[]> {
  const rows = await sql`
    select id, created_at, recipient_sealed from orders
    where recipient_sealed is not null and split_part(recipient_sealed, '.', 1) = any(${keyIds})
    limit ${limit} for update skip locked`
  return rows.map((row) => fromColumns<SealedRecipient>(row))
}

/** The same text under another key: no change of the order, so its version stays. */
export async function saveRecipient(
  { sql }: Work,
  { id, createdAt, recipientSealed }: SealedRecipient,
): Promise<void> {
  await sql`
    update orders set recipient_sealed = ${recipientSealed} where id = ${id} and created_at = ${createdAt}`
}
