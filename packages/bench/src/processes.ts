import { readdirSync, readFileSync } from 'node:fs'
import type { Platform } from './platform.ts'

/** Kernel ticks per second; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

export type Memory = { readonly process: string; readonly peakMb: number; readonly nowMb: number }

export type Processes = {
  /** CPU milliseconds used so far by the whole platform: services, gateway, databases, simulator. */
  cpuMs(): number
  memory(): Memory[]
}

type Stat = { readonly pid: number; readonly parent: number; readonly name: string; readonly ticks: number }

/** Watches the platform's processes: the children of the supervisor, with theirs. Linux only. */
export function startProcesses({ services }: Platform): Processes {
  const [first] = Object.values(services)
  if (!first) throw new Error('no service is running')
  const supervisor = stat(first.pid)?.parent
  if (supervisor === undefined) throw new Error(`process ${first.pid} is gone`)
  const names = new Map(Object.entries(services).map(([name, { pid }]) => [pid, name]))
  return {
    cpuMs: () => tree(supervisor).reduce((sum, { ticks }) => sum + ticks, 0) * (1000 / TICKS_PER_SECOND),
    memory: () =>
      tree(supervisor)
        .filter(({ pid, parent }) => parent === supervisor || pid === supervisor)
        .map(({ pid, name }) => ({ process: names.get(pid) ?? `${name} (${pid})`, ...residentOf(pid) })),
  }
}

function tree(root: number): Stat[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => stat(Number(name)) ?? [])
  const inside = new Set([root])
  for (let before = 0; before !== inside.size; ) {
    before = inside.size
    for (const { pid, parent } of all) if (inside.has(parent)) inside.add(pid)
  }
  return all.filter(({ pid }) => inside.has(pid))
}

/** utime, stime and the same of ended children. */
function stat(pid: number): Stat | undefined {
  const text = read(`/proc/${pid}/stat`)
  const match = text && /^\d+ \((.*)\) \S (\d+) (.*)$/s.exec(text.trim())
  if (!match) return undefined
  const fields = (match[3] ?? '').split(' ').map(Number)
  const [utime = 0, stime = 0, childUser = 0, childSystem = 0] = fields.slice(9, 13)
  return {
    pid,
    name: match[1] ?? '',
    parent: Number(match[2]),
    ticks: utime + stime + childUser + childSystem,
  }
}

function residentOf(pid: number): { peakMb: number; nowMb: number } {
  const status = read(`/proc/${pid}/status`) ?? ''
  const megabytes = (key: string) =>
    Math.round(Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024)
  return { peakMb: megabytes('VmHWM'), nowMb: megabytes('VmRSS') }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // the process ended between listing and reading
  }
}
