import { existsSync } from 'node:fs'
import { type Component, launch, type Running, untilReady } from './component.ts'
import { currentProcess, endProcess, until } from './processes.ts'
import { type RunFile, reap, writeRunFile } from './run-files.ts'
import type { Print } from './say.ts'

const BACK_OFF_MS = [100, 500, 1_000, 2_000, 5_000]
const STABLE_MS = 30_000

export interface Supervisor {
  /** Starts a component and resolves when it is ready; from then on it is restarted whenever it ends. */
  start: (component: Component) => Promise<void>
  /** Ends everything, group by group, last first. */
  stop: () => Promise<void>
  pid: (name: string) => number | undefined
}

export interface SupervisorOptions {
  logDir: string
  runFile: string
  /** While this file exists the component stays down after it ended. */
  holdFile: (name: string) => string
  print: Print
  /** A component came back with another process. */
  changed: () => void
}

export function createSupervisor({
  logDir,
  runFile,
  holdFile,
  print,
  changed,
}: SupervisorOptions): Supervisor {
  const running = new Map<string, Running>()
  const components: Component[] = []
  const loops: Promise<void>[] = []
  const starting: Promise<Running>[] = []
  const state: RunFile = { owner: currentProcess(), children: {}, temporary: [] }
  let stopping = false
  writeRunFile(runFile, state)

  const bringUp = async (component: Component): Promise<Running> => {
    const one = await launch(component, logDir)
    running.set(component.name, one)
    if (stopping) await end(component)
    state.children[component.name] = { ...one.id, port: component.port, stopSignal: component.stopSignal }
    writeRunFile(runFile, state)
    await untilReady(one, logDir)
    return one
  }

  const end = async ({ name, stopSignal, graceMs }: Component): Promise<void> => {
    const one = running.get(name)
    if (one) await endProcess(one.id, { signal: stopSignal, graceMs })
  }

  const pause = (ms: number): Promise<boolean> => until(() => stopping, ms)

  const keepUp = async (component: Component, first: Running): Promise<void> => {
    const { name } = component
    let failures = 0
    let current: Running | undefined = first
    let since = performance.now()
    while (!stopping) {
      if (current) {
        const why = await current.exited
        if (stopping) return
        failures = performance.now() - since > STABLE_MS ? 0 : failures
        print(`${new Date().toISOString()} ${name} ended (${why})`)
      }
      if (existsSync(holdFile(name))) await until(() => stopping || !existsSync(holdFile(name)), Infinity)
      await pause(BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)] ?? 0)
      failures += 1
      if (stopping) return
      since = performance.now()
      try {
        current = await bringUp(component)
        print(`${new Date().toISOString()} ${name} runs again as ${current.id.pid}`)
        changed()
      } catch (error) {
        print(`${new Date().toISOString()} ${error instanceof Error ? error.message : String(error)}`)
        const left = running.get(name)
        if (left) await endProcess(left.id, { signal: 'SIGKILL', graceMs: 1_000 })
        current = undefined
      }
    }
  }

  return {
    start: async (component) => {
      if (stopping) throw new Error('the platform is being stopped')
      components.push(component)
      const up = bringUp(component)
      starting.push(up)
      const first = await up
      loops.push(keepUp(component, first))
    },
    stop: async () => {
      if (stopping) return
      stopping = true
      const groups = [...new Set(components.map((c) => c.group))].sort((a, b) => b - a)
      for (const group of groups) await Promise.all(components.filter((c) => c.group === group).map(end))
      await Promise.allSettled(starting)
      await Promise.all(loops)
      await reap(runFile) // whatever was between two states when the stop came
    },
    pid: (name) => running.get(name)?.id.pid,
  }
}
