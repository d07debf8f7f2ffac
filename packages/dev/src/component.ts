import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { background } from './background.ts'
import { identify, type ProcessId } from './processes.ts'

export interface Launch {
  file: string
  args: string[]
  env: NodeJS.ProcessEnv
  cwd: string
  uid?: number
  gid?: number
}

/** One process of the platform: how to start it, how to know it is ready, how to end it. */
export interface Component {
  name: string
  port: number
  /** Lower groups start first and stop last. */
  group: number
  /** Runs before every start, also before a restart after a crash: repairs what a crash leaves behind. */
  prepare: () => Promise<Launch>
  /** One probe; an error means "not yet". */
  ready: () => Promise<boolean>
  stopSignal: NodeJS.Signals
  graceMs: number
}

export interface Running {
  component: Component
  id: ProcessId
  child: ChildProcess
  /** Why it ended. */
  exited: Promise<string>
  /** The same at this moment; undefined while it runs. */
  gone: () => string | undefined
}

const LOG_LIMIT = 20 * 1024 * 1024
const logFile = (dir: string, name: string): string => join(dir, `${name}.log`)

function openLog(dir: string, name: string): number {
  mkdirSync(dir, { recursive: true })
  const file = logFile(dir, name)
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > LOG_LIMIT) renameSync(file, `${file}.1`)
  return openSync(file, 'a')
}

/** The last lines a component logged; empty when it has not logged. */
export function lastLines(file: string, count: number): string[] {
  if (!statSync(file, { throwIfNoEntry: false })) return []
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count)
}

/**
 * Starts the process in a session of its own, so that Ctrl-C in a terminal reaches only the supervisor, as
 * background work, with its output in `<logDir>/<name>.log`.
 */
export async function launch(component: Component, logDir: string): Promise<Running> {
  const { file, args, ...options } = background(await component.prepare())
  const log = openLog(logDir, component.name)
  const child = spawn(file, args, { ...options, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  let gone: string | undefined
  const exited = new Promise<string>((resolve) => {
    const end = (why: string): void => {
      gone ??= why
      resolve(why)
    }
    child.once('error', (error) => end(error.message))
    child.once('exit', (code, sig) => end(sig ? `ended by ${sig}` : `exit code ${code}`))
  })
  const id = child.pid === undefined ? undefined : identify(child.pid)
  if (!id) throw new Error(`${component.name} did not start: ${await exited}${tail(component, logDir)}`)
  return { component, id, child, exited, gone: () => gone }
}

const tail = (component: Component, logDir: string): string => {
  const lines = lastLines(logFile(logDir, component.name), 15)
  return lines.length ? `\n  ${lines.join('\n  ')}` : ''
}

/** Resolves when the component answers; throws with its last log lines when it ends first or takes too long. */
export async function untilReady(running: Running, logDir: string, timeoutMs = 60_000): Promise<void> {
  const { component } = running
  const end = performance.now() + timeoutMs
  let problem = 'no answer'
  while (performance.now() < end) {
    const gone = running.gone()
    if (gone !== undefined) throw new Error(`${component.name}: ${gone}${tail(component, logDir)}`)
    try {
      if (await component.ready()) return
      problem = 'not ready'
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
    }
    await new Promise((r) => setTimeout(r, 30))
  }
  const seconds = timeoutMs / 1000
  throw new Error(`${component.name} is not ready after ${seconds} s (${problem})${tail(component, logDir)}`)
}
