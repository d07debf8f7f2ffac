import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { local } from './paths.ts'
import { isServiceName } from './services.ts'

const LINES = '100'

/** `npm run logs <name>`: the last lines, then what comes; without a name all logs. */
export async function logs(args: string[]): Promise<number> {
  const follow = !args.includes('--no-follow')
  const dir = local('logs')
  const known = existsSync(dir) ? readdirSync(dir).filter((name) => name.endsWith('.log')) : []
  const [name] = args.filter((arg) => !arg.startsWith('--'))
  const file = name && `${isServiceName(name) ? `${name}-service` : name}.log`
  const wanted = file ? known.filter((log) => log === file) : known
  if (wanted.length === 0) {
    const names = known.map((log) => log.replace(/\.log$/, '')).join(', ')
    console.error(
      known.length ? `No log of "${name}". There are: ${names}` : 'There are no logs yet: npm start',
    )
    return 1
  }
  const flags = follow ? ['-n', LINES, '-F'] : ['-n', LINES]
  const tail = spawn('tail', [...flags, ...wanted.map((log) => `${dir}/${log}`)], { stdio: 'inherit' })
  process.on('SIGINT', () => tail.kill('SIGTERM'))
  process.on('SIGTERM', () => tail.kill('SIGTERM'))
  process.once('disconnect', () => tail.kill('SIGTERM'))
  return new Promise((resolve) => {
    tail.once('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    tail.once('exit', (code, signal) => resolve(signal ? 0 : (code ?? 0)))
  })
}
