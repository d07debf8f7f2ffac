import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ROOT } from './paths.ts'

const TETHER = fileURLToPath(new URL('../bin/tether.mjs', import.meta.url))
const SHOWN_LINES = 12
const MOST_OUTPUT = 64 * 1024 * 1024 // bytes

interface Options {
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** The user that runs it; only root may say so. */
  as?: { uid: number; gid: number } | undefined
}

/** Arguments of Node that run a program which ends with whoever holds its standard input, however that ended. */
export const tether = (program: string, args: readonly string[], as?: Options['as']): string[] => [
  TETHER,
  ...(as ? [`--as=${as.uid}:${as.gid}`] : []),
  program,
  ...args,
]

/**
 * Runs a program to its end, and ends it when this process ends first. Resolves with its output; throws with the
 * last lines of all it said when it failed.
 */
export async function runTethered(
  program: string,
  args: readonly string[],
  { as, cwd = ROOT, env = process.env }: Options = {},
): Promise<string> {
  const options = { cwd, env, maxBuffer: MOST_OUTPUT }
  try {
    const { stdout } = await promisify(execFile)(process.execPath, tether(program, args, as), options)
    return stdout
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string }
    const said = `${stdout}${stderr}`.trim().split('\n').slice(-SHOWN_LINES).join('\n')
    throw new Error(said || `${program} failed`, { cause })
  }
}
