// Plain JavaScript for any Node from 18 on: bin/linli.mjs runs it before anything is installed.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export function startTimeOf(stat) {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}

function kernelStart(pid) {
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

export function identify(pid) {
  const started = kernelStart(pid)
  return started === undefined ? undefined : { pid, started }
}

export const isAlive = (id) => kernelStart(id.pid) === id.started

export function currentProcess() {
  const id = identify(process.pid)
  if (!id) throw new Error('this process cannot see itself')
  return id
}
