import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { ROOT } from '../paths.ts'
import type { Findings } from './guard.ts'

const TOO_LONG_MS = 180_000
const running = new Set<number>()

/** Programs of the repository come first, and they run on the Node that runs this. */
const searchPath = (cwd: string): string =>
  [
    dirname(process.execPath),
    join(cwd, 'node_modules/.bin'),
    join(ROOT, 'node_modules/.bin'),
    process.env.PATH ?? '',
  ].join(delimiter)

/**
 * Runs a program in `cwd`; its output is the findings when it fails. A program that does not end is killed with
 * everything it started.
 */
export function tool(command: string, cwd: string): Promise<Findings> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      cwd,
      shell: true,
      detached: true, // its own process group, so that it can be killed with its children
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: searchPath(cwd), NO_COLOR: '1', FORCE_COLOR: '0' },
    })
    const { pid } = child
    if (pid !== undefined) running.add(pid)
    const timer = setTimeout(() => pid !== undefined && kill(pid), TOO_LONG_MS)
    const done = () => {
      clearTimeout(timer)
      if (pid !== undefined) running.delete(pid)
    }
    const output: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    child.on('error', (error) => {
      done()
      reject(error)
    })
    child.on('close', (code, signal) => {
      done()
      if (code === 0) return resolve([])
      const lines = Buffer.concat(output).toString('utf8').split('\n').filter(Boolean)
      const end =
        signal === null ? `exit code ${code}` : `ended by ${signal} after at most ${TOO_LONG_MS / 1000} s`
      resolve(lines.length > 0 && signal === null ? lines : [...lines, `${command}: ${end}`])
    })
  })
}

/** Ctrl-C ends the programs too: they are in process groups of their own. */
export function endToolsWithThisProcess(): void {
  process.on('exit', () => running.forEach(kill))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))
}

function kill(group: number): void {
  try {
    process.kill(-group, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
