import { newId } from '@linli/core'
import { columns, fromColumns, type Sql, toColumns } from '@linli/events'
import type { Work } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Credit, CreditReason } from './credit.ts'

const CREDIT_ENTRY = columns(Prisma.CreditEntryScalarFieldEnum)

export type CreditRow = Credit & { readonly recipientId: string }

/** The rows of these recipients and templates, made where missing, locked in one order for everybody. */
export async function lockCredits(
  work: Work,
  keys: readonly { recipientId: string; templateId: string }[],
): Promise<CreditRow[]> {
  const wanted = JSON.stringify(keys.map(toColumns))
  await work.sql`
    insert into subscription_credits (recipient_id, template_id, credits, banned, updated_at)
    select distinct recipient_id, template_id, 0, false, ${work.now}::timestamptz
    from jsonb_to_recordset(${wanted}::jsonb) as key(recipient_id uuid, template_id text)
    order by recipient_id, template_id
    on conflict do nothing`
  const rows = await work.sql`
    select recipient_id, template_id, credits, banned from subscription_credits
    where (recipient_id, template_id) in (
      select recipient_id, template_id from jsonb_to_recordset(${wanted}::jsonb) as key(recipient_id uuid, template_id text))
    order by recipient_id, template_id for update`
  return rows.map((row) => fromColumns<CreditRow>(row))
}

export type CreditEntry = {
  readonly recipientId: string
  readonly templateId: string
  readonly delta: number
  readonly reason: CreditReason
  readonly dispatchId: string | null
}

export async function saveCredits(
  work: Work,
  credits: readonly CreditRow[],
  entries: readonly CreditEntry[],
): Promise<void> {
  const ledger = entries.map((entry) => toColumns({ ...entry, id: newId(work.now), at: work.now }))
  await work.sql`
    with entry as (
      insert into credit_entries (${CREDIT_ENTRY})
      select ${CREDIT_ENTRY} from jsonb_populate_recordset(null::credit_entries, ${JSON.stringify(ledger)}::jsonb)
    )
    update subscription_credits as credit
    set credits = next.credits, banned = next.banned, updated_at = ${work.now}
    from jsonb_to_recordset(${JSON.stringify(credits.map(toColumns))}::jsonb)
      as next(recipient_id uuid, template_id text, credits integer, banned boolean)
    where credit.recipient_id = next.recipient_id and credit.template_id = next.template_id`
}

export async function listCredits(
  sql: Sql,
  recipientIds: readonly string[],
  templateIds: readonly string[],
): Promise<CreditRow[]> {
  const rows = await sql`
    select recipient_id, template_id, credits, banned from subscription_credits
    where recipient_id = any(${recipientIds}::uuid[]) and template_id = any(${templateIds})`
  return rows.map((row) => fromColumns<CreditRow>(row))
}

/** What a resident allowed; the ledger of it stays. */
export async function dropCredits({ sql }: Work, recipientId: string): Promise<void> {
  await sql`delete from subscription_credits where recipient_id = ${recipientId}`
}
