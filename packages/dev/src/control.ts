import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { DATA, HOLD_FILE, local, RUN_FILE } from './paths.ts'
import { isAlive, signal, until } from './processes.ts'
import { type Child, readRunFile } from './run-files.ts'
import { wipeNatsAtNextStart } from './servers/nats.ts'

function childOf(name: string): Child {
  const children = readRunFile(RUN_FILE())?.children ?? {}
  const child = children[name] ?? children[`${name}-service`]
  if (!child)
    throw new Error(
      `no running component "${name}": ${Object.keys(children).join(', ') || 'Linli is not running'}`,
    )
  return child
}

/** SIGKILL to one component; the supervisor starts it again. `wipe` empties the store of nats in between. */
export function crash(name: string, { wipe = false } = {}): void {
  const child = childOf(name)
  if (wipe) {
    if (name !== 'nats') throw new Error('only nats has a store to wipe')
    wipeNatsAtNextStart(local(DATA.nats))
  }
  signal(child, 'SIGKILL')
}

/** Ends one component and keeps it down until `release`. */
export async function hold(name: string): Promise<void> {
  const child = childOf(name)
  const known = readRunFile(RUN_FILE())?.children ?? {}
  mkdirSync(local('run'), { recursive: true })
  writeFileSync(HOLD_FILE(known[name] ? name : `${name}-service`), '')
  signal(child, child.stopSignal)
  if (!(await until(() => !isAlive(child), 30_000))) throw new Error(`${name} does not end`)
}

/** Lets a held component come back; it is ready a little later. */
export function release(name: string): void {
  const known = readRunFile(RUN_FILE())?.children ?? {}
  rmSync(HOLD_FILE(known[name] ? name : `${name}-service`), { force: true })
}
