import { rmSync } from 'node:fs'
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
  /** Resolves when the platform has to end. */
  ending: Promise<string>
}

/** Runs the platform until it is told to end. Resolves with the exit code. */
export async function supervise({ print, log, ready, ending }: Superviser): Promise<number> {
  if (!claimRunFile(RUN_FILE())) return TAKEN
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
    platform = await Promise.race([bringUp(supervisor, print), ending.then(() => undefined)])
    starting = false
    if (platform) {
      const addresses = writeAddresses(platform, supervisor.pid)
      print(`${progress('ready', '')}\n${describe(addresses)}`)
      ready(addresses)
    }
    const why = await ending
    print(progress('stop', `(${why})`))
    return 0
  } catch (error) {
    const full = explainFullDisk(error)
    print(`\n${error instanceof Error ? error.message : String(error)}`)
    if (full) print(full)
    return 1
  } finally {
    removeAddresses()
    await supervisor.stop()
    rmSync(RUN_FILE(), { force: true })
    print(progress('stopped', ''))
  }
}
