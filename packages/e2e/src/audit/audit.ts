import pg from 'pg'
import { INVARIANTS, type Invariant } from './queries.ts'

export type Finding = { readonly invariant: Invariant; readonly violations: readonly unknown[] }

const SHOWN = 20

/** Checks every invariant once. @param databaseUrl a role that may read all schemas. */
export async function audit(databaseUrl: string): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'linli-audit' })
  client.on('error', () => {}) // a server that ends cuts it; the query reports that
  await client.connect()
  try {
    // One snapshot for all queries: a running system is judged at one instant.
    await client.query('begin transaction isolation level repeatable read read only')
    const findings: Finding[] = []
    for (const invariant of INVARIANTS) {
      const { rows } = await client.query<{ violation: unknown }>(`${invariant.sql} limit ${SHOWN}`)
      findings.push({ invariant, violations: rows.map(({ violation }) => violation) })
    }
    await client.query('commit')
    return findings
  } finally {
    await client.end()
  }
}
