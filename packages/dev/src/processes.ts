import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { currentProcess, identify, isAlive, type ProcessId, startTimeOf } from '../bin/processes.mjs'

export { currentProcess, identify, isAlive, type ProcessId, startTimeOf }

/** Sends a signal to exactly this process; a process that is gone is no error. */
export function signal(id: ProcessId, name: NodeJS.Signals): boolean {
  if (!isAlive(id)) return false
  try {
    process.kill(id.pid, name)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

/** Polls until `test` holds; false when the time is over. */
export async function until(test: () => boolean | Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs
  for (;;) {
    if (await test()) return true
    if (performance.now() > end) return false
    await new Promise((r) => setTimeout(r, 25))
  }
}

/** Asks the process to end, and after `graceMs` makes it. */
export async function endProcess(
  id: ProcessId,
  how: { signal: NodeJS.Signals; graceMs: number },
): Promise<void> {
  if (!signal(id, how.signal)) return
  if (await until(() => !isAlive(id), how.graceMs)) return
  signal(id, 'SIGKILL')
  if (!(await until(() => !isAlive(id), 5_000))) throw new Error(`process ${id.pid} does not end`)
}

/** Resident memory in bytes; undefined when the process is gone. */
export function residentBytes(pid: number): number | undefined {
  try {
    const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kb === undefined ? undefined : Number(kb) * 1024
  } catch {
    if (process.platform === 'linux') return undefined
  }
  try {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024
  } catch {
    return undefined
  }
}
