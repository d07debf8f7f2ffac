import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { filesBelow } from './hash.ts'
import { inRoot } from './paths.ts'
import { prepareCode } from './prepare-code.ts'
import { currentProcess } from './processes.ts'
import { runNode } from './run.ts'
import { reap, reapDead, writeRunFile } from './run-files.ts'
import { plural, progress } from './say.ts'
import { conclude, countBusted, sum, type Tally } from './tally.ts'
import { startTestInfra } from './test-infra.ts'
import { runVitest } from './vitest.ts'

const print = (line: string): void => console.log(line)

/**
 * `npm test`: needs no running platform and leaves nothing behind. With filters only vitest runs. The last line
 * is `N passed, N failed`; the exit code is 0 only when nothing failed.
 */
export async function test(filters: string[]): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'linli-tests-'))
  chmodSync(dir, 0o711) // root's PostgreSQL runs as another user
  const runs = inRoot('.local', 'run')
  const runFile = join(runs, `tests-${process.pid}.json`)
  writeRunFile(runFile, { owner: currentProcess(), children: {}, temporary: [dir] })
  const tallies: Tally[] = []
  try {
    for await (const tally of tests(filters, dir)) tallies.push(tally)
  } catch (error) {
    tallies.push({ passed: 0, failures: [error instanceof Error ? error.message : String(error)] })
  } finally {
    await reap(runFile)
    await reapDead(runs) // what a run that was interrupted had no time to end itself
  }
  return conclude(sum(tallies), print)
}

async function* tests(filters: string[], dir: string): AsyncGenerator<Tally> {
  const interrupted = interruption()
  await Promise.race([interrupted, prepareCode(print)])
  if (filters.length === 0) {
    yield await check()
    yield busted()
  }
  yield await vitest(filters.length > 0 ? filters : DAY, { report: join(dir, 'vitest.json'), interrupted })
  if (filters.length === 0) yield await vitest(SMOKE, { report: join(dir, 'smoke.json'), interrupted })
}

/** Rejects when this process is told to end, so that it can end what it has started. */
function interruption(): Promise<never> {
  const interrupted = new Promise<never>((_, reject) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'])
      process.once(name, () => reject(new Error('interrupted')))
  })
  interrupted.catch(() => {}) // whoever waits for it is told; at times nobody does
  return interrupted
}

async function check(): Promise<Tally> {
  const script = inRoot('packages', 'dev', 'src', 'check.ts')
  if (!existsSync(script)) throw new Error(`${script} is missing`)
  const code = await runNode([script])
  if (code !== 0) return { passed: 0, failures: [`npm run check: ended with ${code}`] }
  print(progress('check', 'clean'))
  return { passed: 1, failures: [] }
}

const projects = (...names: string[]): string[] => names.flatMap((name) => ['--project', name])

/** What runs on every change; `npm run test:night` kills processes for minutes. */
const DAY = projects('unit', 'mini-h5', 'mini-weapp', 'admin', 'integration', 'e2e')

/**
 * Of the browser's tests one order on all screens, axe on every page, the keyboard, slow and broken APIs; the rest, and
 * the dark half of axe, are `npm run test:browser`. On its own: it needs a platform that serves the front ends.
 */
const SMOKE = [
  ...projects('browser'),
  ...['one-order', 'accessibility', 'keyboard', 'states'],
  ...['--testNamePattern', '^(?!.*dark: true)'],
]

interface Run {
  report: string
  interrupted: Promise<never>
}

async function vitest(args: readonly string[], { report, interrupted }: Run): Promise<Tally> {
  const starting = startTestInfra()
  try {
    const infra = await Promise.race([interrupted, starting])
    print(progress('servers', 'PostgreSQL, Redis and NATS of this run are ready'))
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      TMPDIR: dirname(report), // whatever a test forgets goes with it
      TEST_DATABASE_URL: infra.postgres,
      TEST_REDIS_URL: infra.redis,
      TEST_NATS_URL: infra.nats,
    }
    return await runVitest(args, report, env)
  } finally {
    await (await starting).stop()
  }
}

/** The Lua plugins' own tests; they need Debian's `lua-busted`, which a developer's machine may lack. */
function busted(): Tally {
  const dir = inRoot('gateway', 'plugins')
  const specs = filesBelow(dir).filter((file) => file.endsWith('_spec.lua'))
  if (specs.length === 0) return { passed: 0, failures: [] }
  const done = spawnSync('busted', ['--output=plainTerminal', '--pattern=_spec', '.'], {
    cwd: dir,
    encoding: 'utf8',
  })
  if (done.error) {
    const files = plural(specs.length, 'file')
    print(
      progress('busted', `NOT RUN: busted is not installed (apt-get install lua-busted); ${files} untested`),
    )
    return { passed: 0, failures: [] }
  }
  print(`${done.stdout}${done.stderr}`.trimEnd())
  return countBusted(done.stdout, done.status ?? 1)
}
