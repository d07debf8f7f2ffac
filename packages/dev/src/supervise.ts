import { type Addresses, describe, removeAddresses, writeAddresses } from './addresses.ts'
import { explainFullDisk } from './disk.ts'
import { HOLD_FILE, local, RUN_FILE } from './paths.ts'
import { bringUp, type Platform } from './platform.ts'
import { claimRunFile } from './run-files.ts'
import { type Print, progress } from './say.ts'
import { createSupervisor } from './supervisor.ts'

/** Exit code when another supervisor was faster. */
export const TAKEN = 75

export interface Superviser {
  print: Print
  /** After start-up, when lines go to a log instead of a screen. */
  log: Print
  ready: (addresses: Addresses) => void
  /** Resolves with the reason when the platform has to end; rejects when it has to for a fault of its supervisor. */
  ending: Promise<string>
}

/** Runs the platform until it is told to end. Resolves with the exit code. */
export async function supervise(superviser: Superviser): Promise<number> {
  try {
    return claimRunFile(RUN_FILE()) ? await run(superviser) : TAKEN
  } catch (error) {
    tell(superviser.print, error)
    return 1
  }
}

function tell(print: Print, error: unknown): void {
  const full = explainFullDisk(error)
  print(`\n${error instanceof Error ? error.message : String(error)}`)
  if (full) print(full)
}

async function run({ print, log, ready, ending }: Superviser): Promise<number> {
  let platform: Platform | undefined
  let starting = true
  const supervisor = createSupervisor({
    logDir: local('logs'),
    runFile: RUN_FILE(),
    holdFile: HOLD_FILE,
    print: (line) => (starting ? print(line) : log(line)),
    changed: () => {
      if (platform) writeAddresses(platform, supervisor.pid)
    },
  })
  try {
    removeAddresses()
    platform = await Promise.race([bringUp(supervisor, print), ending.then(() => undefined)])
    starting = false
    if (platform) {
      const addresses = writeAddresses(platform, supervisor.pid)
      print(`${progress('ready', '')}\n${describe(addresses)}`)
      ready(addresses)
    }
    print(progress('stop', `(${await ending})`))
    return 0
  } catch (error) {
    tell(print, error)
    return 1
  } finally {
    removeAddresses()
    await supervisor.stop()
    print(progress('stopped', ''))
  }
}
