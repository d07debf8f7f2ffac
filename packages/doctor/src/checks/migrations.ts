import { inRoot, SERVICES, type ServiceName } from '@linli/dev'
import { migrationNames, readMigration } from '@linli/migrate'
import pg from 'pg'
import type { Finding } from '../finding.ts'
import type { Patient } from '../patient.ts'

type Row = { name: string; checksum: string; finished_at: Date | null; logs: string | null }

/** Applied in the database = present in the tree, each with the same text. */
export async function checkMigrations({ database }: Patient): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const service of SERVICES) findings.push(...(await ofService(database, service)))
  return findings
}

async function ofService(database: pg.Client, service: ServiceName): Promise<Finding[]> {
  const table = `${pg.escapeIdentifier(service)}._prisma_migrations`
  const known = await database.query<{ exists: boolean }>('select to_regclass($1) is not null as exists', [
    table,
  ])
  const { rows } = known.rows[0]?.exists
    ? await database.query<Row>(
        `select migration_name as name, checksum, finished_at, logs from ${table} where rolled_back_at is null`,
      )
    : { rows: [] }
  const dir = inRoot('services', `${service}-service`, 'prisma', 'migrations')
  const wanted = await migrationNames(dir)
  const applied = new Map(rows.map((row) => [row.name, row]))
  const findings: Finding[] = []
  const tell = (problem: string, advice: string) =>
    findings.push({ check: 'migrations', problem: `${service}: ${problem}`, advice })
  for (const name of wanted) {
    const row = applied.get(name)
    if (!row) tell(`${name} is not applied`, `run the migrate command of ${service}-service's image`)
    else if (!row.finished_at)
      tell(
        `${name} failed: ${row.logs ?? 'no message'}`,
        'repair the cause, mark it rolled back, migrate again',
      )
    else if (row.checksum !== (await readMigration(dir, name)).checksum)
      tell(`${name} was applied with another text`, 'compare the versions; never edit an applied migration')
  }
  for (const { name } of rows.filter((row) => !wanted.includes(row.name)))
    tell(
      `${name} is applied but unknown here`,
      'the database is newer than this version: run the matching doctor',
    )
  return findings
}
