import type { Finding } from '../finding.ts'
import type { Patient } from '../patient.ts'

/** The oldest that is supported. NATS before 2.10.23 may lose what it acknowledged when it is killed; the outbox replays that. */
const OLDEST = { PostgreSQL: '15.0', Redis: '6.2.0', NATS: '2.9.0', Node: '24.0.0' } as const

type Versions = Record<keyof typeof OLDEST, string>

/** @param versions what is running. */
export function judgeVersions(versions: Versions): Finding[] {
  return (Object.keys(OLDEST) as (keyof Versions)[])
    .filter((product) => isOlder(versions[product], OLDEST[product]))
    .map((product) => ({
      check: 'versions',
      problem: `${product} ${versions[product]} is older than ${OLDEST[product]}`,
      advice: `upgrade ${product} to ${OLDEST[product]} or later`,
    }))
}

function isOlder(version: string, oldest: string): boolean {
  const [a, b] = [version, oldest].map((text) =>
    text.split('.').map((part) => Number.parseInt(part, 10) || 0),
  )
  for (const [index, least] of (b ?? []).entries()) {
    const have = a?.[index] ?? 0
    if (have !== least) return have < least
  }
  return false
}

export async function checkVersions({ database, cache, broker }: Patient): Promise<Finding[]> {
  const { rows } = await database.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  )
  const info = await cache.info('server')
  return judgeVersions({
    PostgreSQL: rows[0]?.version ?? '',
    Redis: /^redis_version:(\S+)/m.exec(info)?.[1] ?? '',
    NATS: broker.info?.version ?? '',
    Node: process.versions.node,
  })
}
