import { statfs } from 'node:fs/promises'
import type { Finding } from '../finding.ts'
import type { Patient } from '../patient.ts'

const LEAST_FREE_BYTES = 1024 ** 3
const MOST_USED_SHARE = 0.8

/** The disk below this installation, and the store that JetStream may fill. */
export async function checkDisk({ disk, jsm }: Patient): Promise<Finding[]> {
  const findings: Finding[] = []
  if (disk !== undefined) {
    const { bavail, bsize } = await statfs(disk)
    if (bavail * bsize < LEAST_FREE_BYTES)
      findings.push({
        check: 'disk',
        problem: `${Math.floor((bavail * bsize) / 1024 ** 2)} MB are free at ${disk}`,
        advice: 'make room or grow the disk: PostgreSQL stops when it cannot write',
      })
  }
  const { storage, limits } = await jsm.getAccountInfo()
  if (limits.max_storage > 0 && storage > limits.max_storage * MOST_USED_SHARE)
    findings.push({
      check: 'disk',
      problem: `JetStream uses ${Math.round((storage / limits.max_storage) * 100)} % of its store`,
      advice: 'raise max_file of the broker, or lower max_age of the streams',
    })
  return findings
}
