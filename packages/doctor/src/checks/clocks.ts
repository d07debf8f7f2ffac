import { streamName } from '@linli/events'
import type { Finding } from '../finding.ts'
import type { Patient } from '../patient.ts'

const TOLERANCE_MS = 2_000
const STREAM_OF_ALL = 'order'

/** Every clock against that of this host: tokens, quotes, order deadlines and signatures of WeChat need them together. */
export async function checkClocks(patient: Patient): Promise<Finding[]> {
  const { database, cache, jsm, natsPrefix, clock } = patient
  const readers: Record<string, () => Promise<number | undefined>> = {
    PostgreSQL: async () => {
      const { rows } = await database.query<{ at: Date }>('select clock_timestamp() as at')
      return rows[0]?.at.getTime()
    },
    Redis: async () => {
      const [seconds] = await cache.time()
      return Number(seconds) * 1000 + 500 // the middle of the second
    },
    NATS: async () => {
      // A missing stream is the topology's finding. Servers before 2.10 do not tell their time.
      const info = await jsm.streams.info(streamName(STREAM_OF_ALL, natsPrefix)).catch(() => undefined)
      return info?.ts ? Date.parse(info.ts) : undefined
    },
  }
  const findings: Finding[] = []
  for (const [name, read] of Object.entries(readers)) {
    const before = clock.now().getTime()
    const at = await read()
    const apart = at === undefined ? 0 : at - (before + clock.now().getTime()) / 2
    if (Math.abs(apart) > TOLERANCE_MS)
      findings.push({
        check: 'clocks',
        problem: `the clock of ${name} is ${(apart / 1000).toFixed(1)} s ${apart > 0 ? 'ahead of' : 'behind'} this host`,
        advice: 'let every host synchronise its clock (chrony, systemd-timesyncd)',
      })
  }
  return findings
}
