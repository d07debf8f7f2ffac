import { existsSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { withLock } from '../bin/lock.mjs'
import { hashOf, readStamp, writeStamp } from './hash.ts'
import { inRoot, ROOT, STAMPS } from './paths.ts'
import { SERVICES, type ServiceName } from './services.ts'
import { runTethered } from './tethered.ts'

const require = createRequire(import.meta.url)
export const PRISMA_CLI = require.resolve('prisma/build/index.js')

interface Generation {
  name: string
  /** Files and folders it reads. */
  inputs: string[]
  /** A folder that must exist afterwards. */
  output: string
  run: () => Promise<unknown>
}

/** Never the reader's own settings: the CLI would otherwise look for updates and print advertisements. */
export const prismaEnv = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  CHECKPOINT_DISABLE: '1',
})

function proto(): Generation {
  const dir = inRoot('proto')
  return {
    name: 'proto',
    inputs: [
      ...SERVICES.map((s) => join(dir, s)),
      ...['common', 'scripts', 'buf.yaml', 'buf.gen.yaml', 'package.json'].map((f) => join(dir, f)),
    ],
    output: join(dir, 'gen'),
    // `node --run` puts node_modules/.bin into PATH, as a package manager would.
    run: () => runTethered(process.execPath, ['--run', 'gen'], { cwd: dir }),
  }
}

function prisma(service: ServiceName): Generation {
  const dir = inRoot('services', `${service}-service`)
  return {
    name: `prisma-${service}`,
    inputs: [join(dir, 'prisma', 'schema.prisma'), join(dir, 'prisma.config.ts')],
    output: join(dir, 'src', 'generated', 'prisma'),
    run: () => runTethered(process.execPath, [PRISMA_CLI, 'generate'], { cwd: dir, env: prismaEnv() }),
  }
}

/** Types of the front ends' client, from what the services have written down about themselves. */
function apiClient(): Generation {
  const dir = inRoot('packages', 'api-client')
  return {
    name: 'api-client',
    inputs: [
      join(dir, 'scripts'),
      ...SERVICES.map((s) => inRoot('services', `${s}-service`, 'openapi.json')),
    ],
    output: join(dir, 'src', 'gen'),
    run: () => runTethered(process.execPath, ['scripts/generate.mjs'], { cwd: dir }),
  }
}

const exists = ({ inputs }: Generation): boolean => inputs.some((path) => existsSync(path))

/**
 * Runs what its inputs say is out of date, two at a time. Returns the names of what was generated. Of two commands
 * at once the second waits.
 */
export const generateCode = (): Promise<string[]> =>
  withLock(join(STAMPS, 'generate.lock'), () => {}, generateStale)

async function generateStale(): Promise<string[]> {
  const all = [proto(), apiClient(), ...SERVICES.map(prisma)].filter(exists)
  const lock = inRoot('pnpm-lock.yaml') // the versions of the generators
  const stale = all.flatMap((generation) => {
    const hash = hashOf([...generation.inputs, lock], ROOT)
    const stamp = join(STAMPS, `gen-${generation.name}`)
    return existsSync(generation.output) && readStamp(stamp) === hash ? [] : [{ generation, hash, stamp }]
  })
  const queue = [...stale]
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      rmSync(next.stamp, { force: true }) // half an output must not look like that of an earlier state
      await runOne(next.generation)
      writeStamp(next.stamp, next.hash)
    }
  }
  await Promise.all([worker(), worker()])
  return stale.map(({ generation }) => generation.name)
}

async function runOne({ name, run, output }: Generation): Promise<void> {
  try {
    await run()
  } catch (cause) {
    throw new Error(`generating ${name} failed:\n${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
  if (!existsSync(output)) throw new Error(`generating ${name} left nothing in ${dirname(output)}`)
}
