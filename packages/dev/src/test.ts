import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildAll } from './build.ts'
import { generateCode } from './generate.ts'
import { filesBelow } from './hash.ts'
import { inRoot } from './paths.ts'
import { runNode, runTool } from './run.ts'
import { plural, progress, runStep } from './say.ts'
import { countBusted, countVitest, sum, type Tally, type VitestReport } from './tally.ts'
import { startTestInfra } from './test-infra.ts'

const print = (line: string): void => console.log(line)

/**
 * `npm test`: needs no running platform and leaves nothing behind. With filters only vitest runs. The last line
 * is `N passed, N failed`; the exit code is 0 only when nothing failed.
 */
export async function test(filters: string[]): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'linli-tests-'))
  chmodSync(dir, 0o711) // root's PostgreSQL runs as another user
  const tallies: Tally[] = []
  try {
    await runStep(print, 'generate', async () => {
      const names = await generateCode()
      return { text: names.join(', ') || 'up to date', value: names }
    })
    await runStep(print, 'build', async () => {
      const { built, upToDate } = await buildAll()
      return { text: `${built.length} built, ${upToDate.length} up to date`, value: built }
    })
    if (filters.length === 0) {
      tallies.push(await check())
      tallies.push(busted())
    }
    tallies.push(await vitest(filters.length > 0 ? filters : DAY, join(dir, 'vitest.json')))
    if (filters.length === 0) tallies.push(await vitest(SMOKE, join(dir, 'smoke.json')))
  } catch (error) {
    print(error instanceof Error ? error.message : String(error))
    tallies.push({ passed: 0, failed: 1 })
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
  const { passed, failed } = sum(tallies)
  print(`${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}

async function check(): Promise<Tally> {
  const script = inRoot('packages', 'dev', 'src', 'check.ts')
  if (!existsSync(script)) throw new Error(`${script} is missing`)
  const code = await runNode([script])
  print(progress('check', code === 0 ? 'clean' : `FAILED with exit code ${code}`))
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
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

async function vitest(args: readonly string[], report: string): Promise<Tally> {
  const infra = await startTestInfra()
  try {
    print(progress('servers', 'PostgreSQL, Redis and NATS of this run are ready'))
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      TMPDIR: dirname(report), // whatever a test forgets goes with it
      TEST_DATABASE_URL: infra.postgres,
      TEST_REDIS_URL: infra.redis,
      TEST_NATS_URL: infra.nats,
    }
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const code = await runTool('vitest', ['run', ...reporters, ...args], env)
    if (!existsSync(report)) throw new Error(`vitest ended with exit code ${code} and no report`)
    const tally = countVitest(JSON.parse(readFileSync(report, 'utf8')) as VitestReport)
    // An unhandled error or a failed teardown fails the run without failing a test.
    return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
  } finally {
    await infra.stop()
  }
}

/** The Lua plugins' own tests; they need Debian's `lua-busted`, which a developer's machine may lack. */
function busted(): Tally {
  const dir = inRoot('gateway', 'plugins')
  const specs = filesBelow(dir).filter((file) => file.endsWith('_spec.lua'))
  if (specs.length === 0) return { passed: 0, failed: 0 }
  const done = spawnSync('busted', ['--output=plainTerminal', '--pattern=_spec', '.'], {
    cwd: dir,
    encoding: 'utf8',
  })
  if (done.error) {
    const files = plural(specs.length, 'file')
    print(
      progress('busted', `NOT RUN: busted is not installed (apt-get install lua-busted); ${files} untested`),
    )
    return { passed: 0, failed: 0 }
  }
  print(`${done.stdout}${done.stderr}`.trimEnd())
  return countBusted(done.stdout, done.status ?? 1)
}
