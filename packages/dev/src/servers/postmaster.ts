import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { endProcess, identify } from '../processes.ts'

/** The number in the first line of postmaster.pid. */
function postmasterPid(text: string): number | undefined {
  const pid = Number.parseInt(text.split('\n')[0] ?? '', 10)
  return Number.isInteger(pid) && pid > 0 ? pid : undefined
}

function isPostgresOf(pid: number, data: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data) // the server changes into its data folder
  } catch {
    return process.platform !== 'linux'
  }
}

/**
 * After a crash the server's lock file stays. PostgreSQL itself gives up when the number in it now belongs to
 * any other process, so: a server of this data folder is stopped, everything else makes the file stale.
 */
export async function clearStaleLock(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = postmasterPid(readFileSync(file, 'utf8'))
  const id = pid === undefined ? undefined : identify(pid)
  if (id && isPostgresOf(id.pid, data)) await endProcess(id, { signal: 'SIGINT', graceMs: 10_000 })
  rmSync(file, { force: true })
}
