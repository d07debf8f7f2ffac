import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'
import { inRoot, ROOT } from './paths.ts'

/** Runs a command with this screen and resolves with its exit code; a signal counts as 1. */
function runCommand(command: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: 'inherit' })
    const forward = (): void => void child.kill('SIGTERM')
    const ends = ['SIGTERM', 'SIGHUP', 'disconnect']
    for (const end of ends) process.once(end, forward)
    const ignore = (): void => {} // the terminal has sent Ctrl-C to the child as well
    process.on('SIGINT', ignore)
    child.once('error', reject)
    child.once('exit', (code) => {
      for (const end of ends) process.off(end, forward)
      process.off('SIGINT', ignore)
      resolve(code ?? 1)
    })
  })
}

/** This Node with a script. */
export const runNode = (args: string[], env?: NodeJS.ProcessEnv): Promise<number> =>
  runCommand(process.execPath, args, env)

/** A tool of the root's node_modules. */
export function runTool(name: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const bin = inRoot('node_modules', '.bin')
  return runCommand(`${bin}/${name}`, args, { ...env, PATH: `${bin}${delimiter}${env.PATH}` })
}
