import { newId } from '@linli/core'
import { fromColumns } from '@linli/events'
import type { Work } from '../deps.ts'
import type { Consent } from './consent.ts'

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
    select * from consents where user_id = ${userId} and document = ${document} and version = ${version}`
  if (!row) throw new Error('the consent was neither written nor found')
  return fromColumns<Consent>(row)
}
