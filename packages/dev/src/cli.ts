import { existsSync } from 'node:fs'
import { inRoot, ROOT } from './paths.ts'
import { runNode } from './run.ts'

type Verb = (args: string[]) => Promise<number>

/** Loaded when used: `status` and `stop` should not wait for a bundler. */
const VERBS: Record<string, Verb> = {
  start: async (args) => (await import('./start.ts')).start(args),
  supervise: async () => (await import('./start.ts')).runDetached(),
  stop: async () => (await import('./stop.ts')).stop(),
  clean: async () => (await import('./stop.ts')).clean(),
  reset: async (args) => (await import('./stop.ts')).reset(args),
  status: async () => (await import('./status.ts')).status(),
  logs: async (args) => (await import('./logs.ts')).logs(args),
  build: async (args) => (await import('./verbs.ts')).build(args),
  gen: async (args) => (await import('./verbs.ts')).gen(args),
  'image-root': async (args) => (await import('./images/image-root.ts')).imageRoot(args),
  migration: async (args) => (await import('./new-migration.ts')).newMigration(args),
  crash: async ([name = '', ...flags]) => {
    ;(await import('./control.ts')).crash(name, { wipe: flags.includes('--wipe') })
    return 0
  },
  hold: async ([name = '']) => {
    await (await import('./control.ts')).hold(name)
    return 0
  },
  release: async ([name = '']) => {
    ;(await import('./control.ts')).release(name)
    return 0
  },
  check: (args) => script('packages/dev/src/check.ts', args),
  journey: (args) => script('packages/e2e/src/journey.ts', args),
  // The journey through any installation, told by GATEWAY_URL, SIMULATOR_URL and NATS_URL.
  prove: (args) => script('packages/e2e/src/main.ts', args),
  screenshots: (args) => script('packages/e2e/src/screenshots.ts', args),
  audit: (args) => script('packages/e2e/src/audit.ts', args),
  doctor: (args) => script('packages/doctor/src/main.ts', args),
  // The Tiltfile's way to `linli/setup cluster-secrets`, from the sources.
  setup: (args) => script('packages/setup/src/main.ts', args),
  'restore-drill': (args) => script('packages/e2e/src/restore-drill.ts', args),
  bench: (args) => script('packages/bench/src/main.ts', args),
  test: async (args) => (await import('./test.ts')).test(args),
  'test:night': async (args) => (await import('./test.ts')).test(['--project', 'night', ...args]),
  'test:browser': async (args) => (await import('./test.ts')).test(['--project', 'browser', ...args]),
  'package:charts': async (args) => (await import('./charts/package-charts.ts')).packageCharts(args),
  'test:charts': async (args) => (await import('./charts/test-charts.ts')).testCharts(args),
  'test:cluster': async (args) => (await import('./cluster/test-cluster.ts')).testCluster(args),
  'test:compose': async (args) => (await import('./compose/test-compose.ts')).testCompose(args),
  'test:gateway': async (args) => (await import('./verbs.ts')).testGateway(args),
}

async function script(path: string, args: string[]): Promise<number> {
  if (existsSync(inRoot(path))) return runNode([path, ...args])
  console.error(`${path} does not exist yet`)
  return 1
}

const [verb = 'help', ...args] = process.argv.slice(2)
const run = VERBS[verb]
if (run) {
  try {
    process.exit(await run(args))
  } catch (error) {
    const { explainFullDisk } = await import('./disk.ts')
    console.error(error instanceof Error ? (process.env.DEBUG ? error.stack : error.message) : error)
    const full = explainFullDisk(error)
    if (full) console.error(full)
    process.exit(1)
  }
}
console.log(`Linli, ${ROOT}\n\n  npm start [-- --detach]   ${Object.keys(VERBS).join(' · ')}`)
process.exit(verb === 'help' ? 0 : 1)
