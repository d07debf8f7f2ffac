import { newId } from '@linli/core'
import { columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Consent } from './consent.ts'

const CONSENT = columns(Prisma.ConsentScalarFieldEnum)

type NewConsent = Pick<Consent, 'document' | 'version'> & {
  readonly userId: string
  readonly ip: string
  readonly traceId: string | null
}

/** A consent is given once: saying it again returns the first, with its time. */
export async function insertConsent(work: Work, consent: NewConsent): Promise<Consent> {
  const { userId, document, version, ip, traceId } = consent
  await work.sql`
    insert into consents (id, user_id, document, version, agreed_at, ip, trace_id)
    values (${newId(work.now)}, ${userId}, ${document}, ${version}, ${work.now}, ${ip}, ${traceId})
    on conflict (user_id, document, version) do nothing`
  const [row] = await work.sql`
    select ${CONSENT} from consents where user_id = ${userId} and document = ${document} and version = ${version}`
  if (!row) throw new Error('the consent was neither written nor found')
  return fromColumns<Consent>(row)
}

/** To any version: which one is current, the client that shows the texts knows. */
export async function hasConsented(
  sql: Sql,
  { userId, document }: { userId: string; document: string },
): Promise<boolean> {
  const rows = await sql`select 1 from consents where user_id = ${userId} and document = ${document} limit 1`
  return rows.length > 0
}
