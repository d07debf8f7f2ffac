import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Agent } from 'undici'
import { type ClockState, createClock } from './clock.ts'
import { CLOCK } from './control/clock.ts'
import { type Control, createControl } from './control/control.ts'
import { createPlatformKeys } from './crypto/platform-keys.ts'
import { createFaultBook } from './faults/fault-book.ts'
import { createServer } from './http/server.ts'
import { countBoot, createIds } from './ids.ts'
import { loadKeys } from './keys/load.ts'
import { resumeNotifications } from './pay/notifications.ts'
import { resumeRefunds } from './pay/refund-outcome.ts'
import { createSettings, type Settings } from './settings.ts'
import type { Sim } from './sim.ts'
import { openStore } from './store/store.ts'
import { createTables } from './tables.ts'
import { createRandom } from './time/random.ts'
import { createScheduler } from './time/scheduler.ts'

export type SimulatorOptions = {
  /** Directory that `generateKeys` filled. */
  keysDir: string
  /** Journal and stored objects; restarting on the same directory goes on where it stopped. Default: temporary. */
  dataDir?: string
  host?: string
  /** 0 or absent: any free port. */
  port?: number
  /** A second port that answers alike, where the world knows the first by another number. Absent: none. */
  publicPort?: number
  /** Serve /__sim/*. Default true in-process; the process needs SIM_CONTROL=1. */
  control?: boolean
  seed?: string
  settings?: Partial<Settings>
  /** Demo accounts the log-in page offers. */
  accountsFile?: string
  /** Real time in epoch ms. */
  now?: () => number
  /** Told of failures inside the simulator. Default: one line on stderr. */
  onError?: (error: unknown) => void
}

export type Simulator = {
  url: string
  control: Control
  /** Stops listening, waits for deliveries under way, closes the store. */
  close: () => Promise<void>
}

/** Starts all simulated providers on one port. Throws when the keys are incomplete or a port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { sim, release } = createSim(options)
  const control = createControl(sim)
  if (options.settings) sim.settings.set(options.settings)
  const app = createServer(sim, {
    control: (options.control ?? true) ? control : undefined,
    accountsFile: options.accountsFile,
  })
  const atPublicPort = createHttpServer((request, response) => app.routing(request, response))
  const close = async () => {
    if (atPublicPort.listening) await new Promise((resolve) => atPublicPort.close(resolve))
    await app.close()
    await sim.outgoing.destroy()
    await sim.scheduler.stop()
    await Promise.allSettled([...sim.inFlight])
    release()
  }
  try {
    const host = options.host ?? '127.0.0.1'
    const url = await app.listen({ host, port: options.port ?? 0 })
    if (options.publicPort) await once(atPublicPort.listen(options.publicPort, host), 'listening')
    resumeRefunds(sim)
    resumeNotifications(sim)
    return { url, control, close }
  } catch (error) {
    await close()
    throw error
  }
}

function createSim(options: SimulatorOptions): { sim: Sim; release: () => void } {
  const keys = loadKeys(options.keysDir)
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'linli-simulator-'))
  const onError = options.onError ?? printError
  const store = openStore(dataDir)
  const tables = createTables(store)
  const clock = createClock(options.now)
  const savedClock = tables.meta.get(CLOCK) as ClockState | undefined
  if (savedClock) clock.restore(savedClock)
  const boot = countBoot(tables.meta)
  const random = createRandom(`${options.seed ?? 'linli'}:${boot}`)
  const settings = createSettings(tables.meta)
  const sim: Sim = {
    clock,
    scheduler: createScheduler(clock, onError),
    random,
    ids: createIds(boot, random),
    settings,
    faults: createFaultBook(random),
    tables,
    keys,
    platform: createPlatformKeys({ keys, certificates: tables.certificates, settings, clock, random }),
    outgoing: new Agent({ connections: 64, pipelining: 1, keepAliveTimeout: 30_000 }),
    exchanges: [],
    inFlight: new Set(),
    storageDirectory: join(dataDir, 'objects'),
    clearStore: store.clear,
    onError,
  }
  const release = () => {
    store.close()
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
  }
  return { sim, release }
}

function printError(error: unknown): void {
  process.stderr.write(`simulator: ${error instanceof Error ? error.stack : String(error)}\n`)
}
