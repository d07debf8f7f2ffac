import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessId {
  pid: number
  /** When it started, as the kernel tells it; opaque. */
  started: string
}

/** Start time out of /proc/<pid>/stat: field 22, counted after the command, which may hold spaces and brackets. */
export function startTimeOf(stat: string): string | undefined {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}

function kernelStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3)
    return state === 'Z' ? undefined : startTimeOf(stat)
  } catch {
    if (process.platform === 'linux') return undefined
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}

/** Undefined when no such process lives (a zombie does not live). */
export function identify(pid: number): ProcessId | undefined {
  const started = kernelStart(pid)
  return started === undefined ? undefined : { pid, started }
}

export const isAlive = (id: ProcessId): boolean => kernelStart(id.pid) === id.started

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
