import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../bin/lock.mjs'
import { currentProcess, endProcess, isAlive, type ProcessId } from './processes.ts'

const GRACE_MS = 30_000 // a supervisor among them stops everything of its own first

export interface Child extends ProcessId {
  port: number
  stopSignal: NodeJS.Signals
}

/**
 * What one owner (a supervisor or a test run) has started. When the owner is killed, whoever comes next reads
 * this file, ends what is left and removes what was temporary.
 */
export interface RunFile {
  owner: ProcessId
  /** In the order of their start. */
  children: Record<string, Child>
  /** Folders that have no use once the owner is gone. */
  temporary: string[]
}

export function writeRunFile(file: string, content: RunFile): void {
  mkdirSync(join(file, '..'), { recursive: true })
  const next = `${file}.${process.pid}.tmp`
  writeFileSync(next, JSON.stringify(content, null, 2))
  renameSync(next, file)
}

/** Creates the file of the current process; false when another owner has it already. */
export function claimRunFile(file: string): boolean {
  mkdirSync(join(file, '..'), { recursive: true })
  const mine: RunFile = { owner: currentProcess(), children: {}, temporary: [] }
  const draft = `${file}.${process.pid}.claim`
  try {
    writeFileSync(draft, JSON.stringify(mine))
    linkSync(draft, file) // unlike a rename it fails when the file exists, and a reader never sees half of it
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

export function readRunFile(file: string): RunFile | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunFile
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`${file} is damaged; remove it`, { cause: error })
  }
}

/**
 * Ends, last started first, what this process or a dead owner left behind; what belongs to a living owner stays.
 * Returns the names of the ended processes. Of several callers at once the first does it, and the others wait.
 */
export const reap = (file: string): Promise<string[]> =>
  withLock(
    `${file}.lock`,
    () => {},
    async () => {
      const run = readRunFile(file)
      if (!run || (isAlive(run.owner) && run.owner.pid !== process.pid)) return []
      const left = Object.entries(run.children).filter(([, child]) => isAlive(child))
      for (const [, child] of left.toReversed())
        await endProcess(child, { signal: child.stopSignal, graceMs: GRACE_MS })
      for (const dir of run.temporary) rmSync(dir, { recursive: true, force: true })
      rmSync(file, { force: true })
      return left.map(([name]) => name)
    },
  )

/** Cleans up after every owner in the folder that is not alive any more. */
export async function reapDead(dir: string): Promise<string[]> {
  mkdirSync(dir, { recursive: true })
  const ended: string[] = []
  for (const name of readdirSync(dir).filter((n) => n.endsWith('.json'))) {
    const owner = readRunFile(join(dir, name))?.owner
    if (owner && !isAlive(owner)) ended.push(...(await reap(join(dir, name))))
  }
  return ended
}
