import { join } from 'node:path'
import { launch, type Running, untilReady } from './component.ts'
import { CACHE, inRoot } from './paths.ts'
import { freePort } from './ports.ts'
import { currentProcess, endProcess } from './processes.ts'
import { reap, writeRunFile } from './run-files.ts'
import { natsServer, wipeNatsAtNextStart } from './servers/nats.ts'

export interface OwnNats {
  url: string
  start: () => Promise<void>
  /** Default SIGTERM; SIGKILL for a crash. */
  stop: (signal?: NodeJS.Signals) => Promise<void>
  /** The store is empty after the next start. */
  wipe: () => void
}

let made = 0

/** A broker of its own for a test that stops, kills or wipes it. Not started yet; `dir` holds its store and log. */
export async function ownNats(dir: string): Promise<OwnNats> {
  const port = await freePort()
  const component = natsServer({ dir: join(dir, 'nats'), cache: CACHE, port })
  made += 1
  const runFile = inRoot('.local', 'run', `own-nats-${process.pid}-${made}.json`)
  let running: Running | undefined
  return {
    url: `nats://127.0.0.1:${port}`,
    async start() {
      running = await launch(component, dir)
      running.child.unref()
      const child = { ...running.id, port, stopSignal: component.stopSignal }
      // Should this run be killed, the next one ends the server.
      writeRunFile(runFile, { owner: currentProcess(), children: { nats: child }, temporary: [] })
      await untilReady(running, dir)
    },
    async stop(signal = component.stopSignal) {
      if (running) await endProcess(running.id, { signal, graceMs: component.graceMs })
      running = undefined
      await reap(runFile)
    },
    wipe: () => wipeNatsAtNextStart(join(dir, 'nats')),
  }
}
