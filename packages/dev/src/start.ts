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

const SUPERVISOR_LOG = (): string => local('logs', 'supervisor.log')

/** `npm start`: in the foreground until Ctrl-C, or with `--detach` until everything is ready. */
export async function start(args: string[]): Promise<number> {
  for (;;) {
    const running = await alreadyRunning()
    if (running !== undefined) return running
    const code = await (args.includes('--detach') ? detach() : foreground())
    if (code !== TAKEN) return code // else another start was faster
  }
}

/** Exit code when a platform of this folder runs, also after waiting for it; what a killed one left is ended first. */
async function alreadyRunning(): Promise<number | undefined> {
  const owner = readRunFile(RUN_FILE())?.owner
  if (!owner) return undefined
  if (!isAlive(owner)) {
    removeAddresses()
    const ended = await reap(RUN_FILE())
    if (ended.length) console.log(progress('clean up', `ended what an earlier run left: ${ended.join(', ')}`))
    return undefined
  }
  if (!readAddresses()) {
    console.log(progress('wait', `process ${owner.pid} is starting the platform already`))
    // Should it fail, this one tries itself and says why. Without its command nobody waits any more.
    await until(
      () => readAddresses() !== undefined || !isAlive(owner) || process.connected === false,
      Infinity,
    )
  }
  const addresses = readAddresses()
  if (!addresses) return process.connected === false ? 1 : undefined
  console.log(
    `Linli is running already (process ${owner.pid}); npm run stop ends it.\n${describe(addresses)}`,
  )
  return 0
}

async function foreground(): Promise<number> {
  const print = (line: string): void => console.log(line)
  return supervise({ print, log: print, ready: () => {}, ending: toldToEnd(() => true) })
}

/** Resolves when this process is told to end, or when the command is killed while `isTied` to it. */
function toldToEnd(isTied: () => boolean): Promise<string> {
  // A terminal that went away must not keep the platform from being stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  return new Promise((resolve, reject) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve(name))
    process.once('disconnect', () => isTied() && resolve('the command was killed'))
    // A fault of the supervisor ends what it has started, too.
    process.on('uncaughtException', (error) => {
      console.error(error)
      reject(error)
    })
  })
}

/** The other side of `detach`: prints through the channel while somebody listens, then to its log. */
export function runDetached(): Promise<number> {
  let isReady = false
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
    ending: toldToEnd(() => !isReady),
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
    child.once('exit', (code, signal) => {
      // 0: it was told to stop. Only a supervisor that was killed had no chance to say why.
      if (code !== null) return resolve(code === 0 ? 130 : code)
      console.error(`${lastLines(SUPERVISOR_LOG(), 20).join('\n')}\nThe supervisor was ended by ${signal}.`)
      resolve(reap(RUN_FILE()).then(() => 1))
    })
    // The supervisor stops what it has started, and ends; its exit is what this one waits for.
    const end = (): void => void child.kill('SIGTERM')
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end)
    process.once('disconnect', end)
  })
}
