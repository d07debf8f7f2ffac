import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, readAddresses, removeAddresses } from './addresses.ts'
import { lastLines } from './component.ts'
import { local, ROOT, RUN_FILE } from './paths.ts'
import { isAlive, until } from './processes.ts'
import { readRunFile, reap } from './run-files.ts'
import { progress } from './say.ts'
import { supervise, TAKEN } from './supervise.ts'

const START_LIMIT_MS = 600_000
const SUPERVISOR_LOG = (): string => local('logs', 'supervisor.log')

/** `npm start`: in the foreground until Ctrl-C, or with `--detach` until everything is ready. */
export async function start(args: string[]): Promise<number> {
  const running = await alreadyRunning()
  if (running !== undefined) return running
  const code = await (args.includes('--detach') ? detach() : foreground())
  return code === TAKEN ? ((await alreadyRunning()) ?? 1) : code
}

/** Exit code when a platform of this folder runs or is being started; what a killed one left is ended first. */
async function alreadyRunning(): Promise<number | undefined> {
  const run = readRunFile(RUN_FILE())
  if (!run) return undefined
  if (!isAlive(run.owner)) {
    removeAddresses()
    const ended = await reap(RUN_FILE())
    if (ended.length) console.log(progress('clean up', `ended what an earlier run left: ${ended.join(', ')}`))
    return undefined
  }
  if (!readAddresses()) {
    console.log(progress('wait', `process ${run.owner.pid} is starting the platform already`))
    await until(() => readAddresses() !== undefined || !isAlive(run.owner), START_LIMIT_MS)
  }
  const addresses = readAddresses()
  if (!addresses) {
    console.error(`The other start failed: see ${SUPERVISOR_LOG()}`)
    return 1
  }
  console.log(
    `Linli is running already (process ${run.owner.pid}); npm run stop ends it.\n${describe(addresses)}`,
  )
  return 0
}

async function foreground(): Promise<number> {
  const print = (line: string): void => console.log(line)
  return supervise({ print, log: print, ready: () => {}, ending: endOfForeground() })
}

/** A terminal that went away must not keep the platform from being stopped. */
const ignoreClosedTerminal = (): void => {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
}

function endOfForeground(): Promise<string> {
  ignoreClosedTerminal()
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve(name))
    process.once('disconnect', () => resolve('the command was killed'))
  })
}

/** The other side of `detach`: prints through the channel while somebody listens, then to its log. */
export async function runDetached(): Promise<number> {
  ignoreClosedTerminal()
  let isReady = false
  const ending = new Promise<string>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve(name))
    process.once('disconnect', () => isReady || resolve('the command was killed'))
  })
  const log = (line: string): void => console.log(line)
  const print = (line: string): void => {
    log(line)
    if (process.connected) process.send?.({ line })
  }
  return supervise({
    print,
    log,
    ready: () => {
      isReady = true
      process.send?.({ ready: true })
    },
    ending,
  })
}

function detach(): Promise<number> {
  mkdirSync(local('logs'), { recursive: true })
  const log = openSync(SUPERVISOR_LOG(), 'a')
  const cli = fileURLToPath(new URL('./cli.ts', import.meta.url))
  const child = spawn(process.execPath, ['--max-semi-space-size=2', cli, 'supervise'], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  return new Promise((resolve) => {
    child.on('message', (message: { line?: string; ready?: boolean }) => {
      if (message.line !== undefined) console.log(message.line)
      if (!message.ready) return
      child.disconnect()
      child.unref()
      resolve(0)
    })
    child.once('exit', (code) => {
      // 0: it was told to stop. Only a supervisor that was killed had no chance to say why.
      if (code === null) console.error(lastLines(SUPERVISOR_LOG(), 20).join('\n'))
      resolve(code === 0 ? 130 : (code ?? 1))
    })
    // Ctrl-C: the supervisor sees the channel close, stops what it has started, and ends.
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill('SIGTERM'))
  })
}
