import { SERVICES } from '@linli/dev'
import type { Finding } from '../finding.ts'
import type { Patient } from '../patient.ts'

const MONTHS_AHEAD = 3

type Row = { parent: string; until: Date | null; gaps: number }

/** Every table that is divided by time has partitions without a gap until three months from now. */
export async function checkPartitions({ database, clock }: Patient): Promise<Finding[]> {
  const { rows } = await database.query<Row>(SQL, [[...SERVICES]])
  const needed = clock.now()
  needed.setUTCMonth(needed.getUTCMonth() + MONTHS_AHEAD, 1)
  const findings: Finding[] = []
  for (const { parent, until, gaps } of rows) {
    const tell = (problem: string) =>
      findings.push({
        check: 'partitions',
        problem: `${parent}: ${problem}`,
        advice: 'see why the job order.keep-partitions-ahead does not run (table job); it makes them daily',
      })
    if (!until || until <= needed)
      tell(`partitions end at ${until?.toISOString() ?? 'no time'}, less than ${MONTHS_AHEAD} months ahead`)
    if (Number(gaps) > 0) tell(`${gaps} gaps between partitions`)
  }
  return findings
}

const SQL = `
  with bound as (
    select format('%I.%I', n.nspname, p.relname) as parent,
           regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''(.+?)''\\) TO \\(''(.+?)''\\)') as range
    from pg_partitioned_table t
    join pg_class p on p.oid = t.partrelid and t.partstrat = 'r'
    join pg_namespace n on n.oid = p.relnamespace and n.nspname = any($1)
    left join pg_inherits i on i.inhparent = p.oid
    left join pg_class c on c.oid = i.inhrelid
  ), ordered as (
    select parent, range[2]::timestamptz as until, range[1]::timestamptz as since,
           lag(range[2]::timestamptz) over (partition by parent order by range[1]::timestamptz) as before
    from bound
  )
  select parent, max(until) as until, count(*) filter (where before <> since)::integer as gaps
  from ordered group by parent order by parent`
