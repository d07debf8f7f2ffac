import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { ROOT } from '../paths.ts'
import type { Findings } from './guard.ts'

const TOO_LONG_MS = 180_000

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
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: searchPath(cwd), NO_COLOR: '1', FORCE_COLOR: '0' },
    })
    const output: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    const killAll = () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL')
    const timer = setTimeout(killAll, TOO_LONG_MS)
    process.once('SIGINT', killAll)
    const settle = (action: () => void) => {
      clearTimeout(timer)
      process.off('SIGINT', killAll)
      action()
    }
    child.on('error', (error) => settle(() => reject(error)))
    child.on('close', (code, signal) =>
      settle(() => {
        if (code === 0) return resolve([])
        const lines = Buffer.concat(output)
          .toString('utf8')
          .split('\n')
          .filter((line) => line.trim() !== '')
        resolve([
          ...lines,
          ...(signal ? [`${command}: ended by ${signal}`] : []),
          ...(lines.length ? [] : [`${command}: exit code ${code}`]),
        ])
      }),
    )
  })
}
