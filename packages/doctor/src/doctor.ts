import { checkBacklog } from './checks/backlog.ts'
import { checkClocks } from './checks/clocks.ts'
import { checkDisk } from './checks/disk.ts'
import { checkEviction } from './checks/eviction.ts'
import { checkGrants } from './checks/grants.ts'
import { checkKeys } from './checks/keys.ts'
import { checkMigrations } from './checks/migrations.ts'
import { checkPartitions } from './checks/partitions.ts'
import { checkReadiness } from './checks/readiness.ts'
import { checkTopology } from './checks/topology.ts'
import { checkVersions } from './checks/versions.ts'
import type { Finding } from './finding.ts'
import type { Installation } from './installation.ts'
import { type Patient, withPatient } from './patient.ts'

/** In the order in which an operator should look: what is below often follows from what is above. */
const CHECKS: readonly ((patient: Patient) => Promise<Finding[]>)[] = [
  checkVersions,
  checkReadiness,
  checkMigrations,
  checkGrants,
  checkTopology,
  checkPartitions,
  checkClocks,
  checkBacklog,
  checkKeys,
  checkEviction,
  checkDisk,
]

export const CHECK_COUNT = CHECKS.length

/** Examines everything, changes nothing. @returns what is wrong; empty for a healthy installation */
export function examine(installation: Installation): Promise<Finding[]> {
  return withPatient(installation, async (patient) => {
    const findings: Finding[] = []
    // One after the other: the doctor must not be the load it warns about.
    for (const check of CHECKS) findings.push(...(await check(patient)))
    return findings
  })
}
