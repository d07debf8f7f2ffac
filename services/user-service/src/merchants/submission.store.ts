import { CommonErrors, newId } from '@linli/core'
import { columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Submission } from './submission.ts'

const MERCHANT_SUBMISSION = columns(Prisma.MerchantSubmissionScalarFieldEnum)

export type Draft = Pick<
  Submission,
  'merchantId' | 'name' | 'legalName' | 'sealed' | 'licenceKey' | 'licenceUrl'
>

/** Newest first. */
export async function listSubmissions(sql: Sql, merchantId: string): Promise<Submission[]> {
  const rows = await sql`
    select ${MERCHANT_SUBMISSION} from merchant_submissions where merchant_id = ${merchantId} order by created_at desc, id desc limit 50`
  return rows.map((row) => fromColumns<Submission>(row))
}

/** Call it with the shop locked. `version` 0 begins a new set. @throws VERSION_CONFLICT */
export async function saveDraft({ sql, now }: Work, draft: Draft, version: number): Promise<Submission> {
  const { merchantId, name, legalName, sealed, licenceKey, licenceUrl } = draft
  const [row] =
    version === 0
      ? await sql`
          insert into merchant_submissions (id, merchant_id, status, name, legal_name, sealed, licence_key, licence_url,
            created_at, updated_at)
          values (${newId(now)}, ${merchantId}, 'DRAFT', ${name}, ${legalName}, ${sealed}, ${licenceKey}, ${licenceUrl},
            ${now}, ${now})
          on conflict (merchant_id) where status in ('DRAFT', 'SUBMITTED') do nothing returning ${MERCHANT_SUBMISSION}`
      : await sql`
          update merchant_submissions set name = ${name}, legal_name = ${legalName}, sealed = ${sealed},
            licence_key = ${licenceKey}, licence_url = ${licenceUrl}, version = version + 1, updated_at = ${now}
          where merchant_id = ${merchantId} and status in ('DRAFT', 'SUBMITTED') and version = ${version} returning ${MERCHANT_SUBMISSION}`
  if (!row) throw CommonErrors.VERSION_CONFLICT({ merchantId })
  return fromColumns<Submission>(row)
}

/** @throws SUBMISSION_NOT_OPEN, VERSION_CONFLICT */
export async function lockSubmission(
  { sql }: Work,
  ref: { merchantId: string; status: 'DRAFT' | 'SUBMITTED'; version: number },
): Promise<Submission> {
  const { merchantId, status, version } = ref
  const [row] = await sql`
    select ${MERCHANT_SUBMISSION} from merchant_submissions where merchant_id = ${merchantId} and status = ${status} for update`
  if (!row) throw UserErrors.SUBMISSION_NOT_OPEN({ merchantId })
  const submission = fromColumns<Submission>(row)
  if (submission.version !== version) throw CommonErrors.VERSION_CONFLICT({ merchantId })
  return submission
}

export async function markSubmitted({ sql, now }: Work, id: string, actorId: string | null): Promise<void> {
  await sql`
    update merchant_submissions set status = 'SUBMITTED', submitted_by = ${actorId}, submitted_at = ${now},
      version = version + 1, updated_at = ${now} where id = ${id}`
}

type Decision = { status: 'APPROVED' | 'REJECTED'; reason: string; actorId: string | null }

export async function markDecided({ sql, now }: Work, id: string, decision: Decision): Promise<void> {
  const { status, reason, actorId } = decision
  await sql`
    update merchant_submissions set status = ${status}, reason = ${reason}, decided_by = ${actorId},
      decided_at = ${now}, version = version + 1, updated_at = ${now} where id = ${id}`
}

export async function takeOver(
  { sql, now }: Work,
  { merchantId, name, legalName }: Submission,
): Promise<void> {
  await sql`
    update merchants set name = ${name}, legal_name = ${legalName}, version = version + 1, updated_at = ${now}
    where id = ${merchantId}`
}
