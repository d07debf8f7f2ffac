import { handledBy, loadDefinition, SERVICES, type ServiceName } from '@linli/dev'
import { consumerName, streamName } from '@linli/events'
import pg from 'pg'
import type { Finding } from '../finding.ts'
import type { Patient } from '../patient.ts'

const OLDEST_SECONDS = 60
const MOST_PENDING = 1_000

type Row = { unpublished: number; oldest: number; dead: number }

/** What waits to be told, to be handled, or to be looked at by somebody. */
export async function checkBacklog(patient: Patient): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const service of SERVICES) {
    findings.push(...(await inDatabase(patient.database, service)))
    findings.push(...(await inBroker(patient, service)))
  }
  return findings
}

async function inDatabase(database: pg.Client, service: ServiceName): Promise<Finding[]> {
  const schema = pg.escapeIdentifier(service)
  const { rows } = await database.query<Row>(
    `select count(*)::integer as unpublished,
            coalesce(extract(epoch from now() - min(occurred_at)), 0)::float8 as oldest,
            (select count(*)::integer from ${schema}.dead_event where redriven_at is null) as dead
     from ${schema}.outbox where published_at is null`,
  )
  const findings: Finding[] = []
  for (const { unpublished, oldest, dead } of rows) {
    if (oldest > OLDEST_SECONDS)
      findings.push({
        check: 'outbox',
        problem: `${service}: ${unpublished} events are not published, the oldest for ${Math.round(oldest)} s`,
        advice: `look for "relay interrupted" in the log of ${service}-service and whether it reaches NATS`,
      })
    if (dead > 0)
      findings.push({
        check: 'dead-events',
        problem: `${service}: ${dead} parked event${dead === 1 ? '' : 's'}`,
        advice: `read the error at GET /api/v1/admin/dead-events/${service}, repair the cause, redrive`,
      })
  }
  return findings
}

async function inBroker({ jsm, natsPrefix }: Patient, service: ServiceName): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const type of handledBy(await loadDefinition(service))) {
    const name = consumerName(service, type)
    // A consumer that is missing is the topology's finding.
    const info = await jsm.consumers.info(streamName(type, natsPrefix), name).catch(() => undefined)
    const waiting = (info?.num_pending ?? 0) + (info?.num_ack_pending ?? 0)
    if (waiting > MOST_PENDING)
      findings.push({
        check: 'lag',
        problem: `consumer ${name}: ${waiting} events wait`,
        advice: `add instances of ${service}-service, or see what its handler waits for (event_failure, slow SQL)`,
      })
  }
  return findings
}
