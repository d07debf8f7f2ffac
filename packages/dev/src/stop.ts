import { globSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { readAddresses, removeAddresses } from './addresses.ts'
import { DATA, HOLD_FILE, inRoot, local, RUN_FILE } from './paths.ts'
import { endProcess, isAlive } from './processes.ts'
import { readRunFile, reap, reapDead } from './run-files.ts'
import { removePostgresData } from './servers/postgres-data.ts'

const STOP_LIMIT_MS = 60_000

/** Ends the platform in the reverse order of its start, also what a killed supervisor has left. */
export async function stop(): Promise<number> {
  const run = readRunFile(RUN_FILE())
  if (!run) {
    console.log('Linli is not running.')
    return 0
  }
  const wasAlive = isAlive(run.owner)
  if (wasAlive) await endProcess(run.owner, { signal: 'SIGTERM', graceMs: STOP_LIMIT_MS })
  const ended = await reap(RUN_FILE())
  removeAddresses()
  console.log(wasAlive || ended.length ? 'Linli is stopped.' : 'Linli was not running any more.')
  return 0
}

/** After a command that was killed: ends what it and others that are gone had started. */
export async function clean(): Promise<number> {
  const folders = new Set([inRoot('.local', 'run'), local('run')])
  const ended = (await Promise.all([...folders].map(reapDead))).flat()
  if (!readRunFile(RUN_FILE())) removeAddresses()
  if (ended.length) console.log(`ended: ${ended.join(', ')}`)
  return 0
}

/** Wipes the data of the platform; keys, caches and packages stay. */
export async function reset(args: string[]): Promise<number> {
  if (!args.includes('--yes') && !(await confirmed())) {
    console.log('Nothing was changed.')
    return 1
  }
  if (readRunFile(RUN_FILE()) ?? readAddresses()) await stop()
  removePostgresData(local(DATA.postgres))
  for (const dir of ['data', 'logs']) rmSync(local(dir), { recursive: true, force: true })
  for (const file of globSync(HOLD_FILE('*'))) rmSync(file)
  console.log('All data are wiped. npm start begins anew.')
  if (process.env.DATABASE_URL) console.log('DATABASE_URL is set: that database was not touched.')
  return 0
}

async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error('Not a terminal: say --yes to wipe all data.')
    return false
  }
  const reader = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return (await reader.question(`Wipe all data in ${local('data')}? Type yes: `)).trim() === 'yes'
  } finally {
    reader.close()
  }
}
