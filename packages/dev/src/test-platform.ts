import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Addresses, readAddresses } from './addresses.ts'
import { inRoot, local, RUN_FILE } from './paths.ts'
import { freeBase } from './ports.ts'
import { currentProcess, endProcess } from './processes.ts'
import { runNode } from './run.ts'
import { readRunFile, reap, reapDead, writeRunFile } from './run-files.ts'
import { removePostgresData } from './servers/postgres-data.ts'

export interface TestPlatform {
  addresses: Addresses
  /** Value of LINLI_LOCAL for whoever wants to `crash`, `hold` or `release` a part of it. */
  local: string
  stop: () => Promise<void>
}

/**
 * The whole platform for one test run: free ports, data in a temporary folder, demo data. Sets LINLI_LOCAL of
 * this process. A run that is killed is cleaned up by the next one. `web`: with the front ends, which take a minute
 * to build the first time.
 */
export async function startTestPlatform({ web = false }: { web?: boolean } = {}): Promise<TestPlatform> {
  const runs = inRoot('.local', 'run')
  await reapDead(runs)
  const dir = mkdtempSync(join(tmpdir(), 'linli-platform-'))
  chmodSync(dir, 0o711) // root's PostgreSQL runs as another user
  const base = await freeBase()
  Object.assign(process.env, { LINLI_LOCAL: dir, LINLI_PORT_BASE: String(base), LINLI_WEB: web ? '1' : '0' })
  const runFile = join(runs, `platform-${process.pid}.json`)
  const stop = async (): Promise<void> => {
    const owner = readRunFile(RUN_FILE())?.owner
    if (owner) await endProcess(owner, { signal: 'SIGTERM', graceMs: 60_000 })
    await reap(RUN_FILE())
    removePostgresData(local('data', 'postgres'))
    rmSync(dir, { recursive: true, force: true })
    await reap(runFile)
  }
  const cli = fileURLToPath(new URL('./cli.ts', import.meta.url))
  const code = await runNode([cli, 'start', '--detach'])
  const supervisor = readRunFile(RUN_FILE())?.owner
  const addresses = readAddresses()
  if (code !== 0 || !supervisor || !addresses) {
    await stop()
    throw new Error('the platform did not start; its output is above')
  }
  const child = { ...supervisor, port: base, stopSignal: 'SIGTERM' as const }
  writeRunFile(runFile, { owner: currentProcess(), children: { supervisor: child }, temporary: [dir] })
  return { addresses, local: dir, stop }
}
