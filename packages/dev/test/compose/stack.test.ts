import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { inRoot } from '../../src/paths.ts'
import { SERVICES } from '../../src/services.ts'
import { POLICY } from '../../src/web/static-files.ts'
import { useStack } from './use-stack.ts'

const { docker, stack } = useStack()
const { addresses } = stack
const dir = mkdtempSync(join(tmpdir(), 'linli-stack-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const ok = ({ status, stdout, stderr }: { status: number; stdout: string; stderr: string }): string => {
  expect(status, `${stdout}${stderr}`.slice(-4000)).toBe(0)
  return stdout
}

/** One of our own commands, as a user would type it, against this stack. */
function command(args: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [inRoot('packages/dev/src/cli.ts'), ...args],
    {
      encoding: 'utf8',
      env: { ...process.env, LINLI_LOCAL: dir, ...environment },
    },
  )
  return ok({ status: status ?? 1, stdout, stderr })
}

/** A file as the process in a container sees it. */
const readIn = (service: string, path: string): string =>
  ok(
    stack.compose([
      ...['exec', '-T', service, 'node', '-e'],
      `process.stdout.write(require('node:fs').readFileSync('${path}', 'utf8'))`,
    ]),
  )

type Container = {
  readonly Name: string
  readonly State: {
    readonly Status: string
    readonly ExitCode: number
    readonly OOMKilled: boolean
    readonly Health?: { readonly Status: string; readonly Log: readonly { readonly Output: string }[] }
  }
  readonly RestartCount: number
  readonly Config: { readonly User: string; readonly Labels: Readonly<Record<string, string>> }
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean
    readonly CapDrop: readonly string[] | null
    readonly Memory: number
    readonly PidsLimit: number | null
    readonly SecurityOpt: readonly string[] | null
  }
}

function containers(profiles: readonly string[] = []): Container[] {
  const ids = ok(stack.compose(['ps', '--all', '--quiet'], profiles))
    .split('\n')
    .filter(Boolean)
  return JSON.parse(ok(docker.docker(['inspect', ...ids]))) as Container[]
}

const serviceOf = ({ Config }: Container) => Config.Labels['com.docker.compose.service'] ?? ''

/** A job has ended well; everything else runs and, where it has a health check, is healthy. */
const isFine = ({ State: { Status, ExitCode, Health } }: Container) =>
  Status === 'exited' ? ExitCode === 0 : Status === 'running' && (Health?.Status ?? 'healthy') === 'healthy'

/** What became of a container, and its last words. */
function tell({ Name, State: { Status, Health } }: Container): string {
  const { stdout, stderr } = docker.docker(['logs', '--tail', '20', Name])
  return `${Name} ${Status} ${Health?.Log.at(-1)?.Output ?? ''}\n${stdout}${stderr}`
}

function isUp({ status, stderr }: { status: number; stderr: string }): void {
  if (status === 0) return
  const not = containers().filter((container) => !isFine(container) && container.State.Status !== 'created')
  throw new Error(`${not.map(tell).join('\n')}\n${stderr.slice(-1000)}`)
}

const PATIENCE_MS = 300_000

async function untilFine(profiles: readonly string[] = []): Promise<Container[]> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const all = containers(profiles)
    const not = all.filter((container) => !isFine(container))
    if (not.length === 0) return all
    if (performance.now() > end) {
      throw new Error(`not healthy after ${PATIENCE_MS / 1000} s:\n${not.map(tell).join('\n')}`)
    }
    await delay(1_000)
  }
}

const FAILOVER_MS = 60_000

/**
 * The broker that is gone led some of the streams and consumers. Until the others have chosen, and the services have
 * asked the new ones, an order waits in CREATED longer than the journey does; then it must go through again.
 */
const untilAnOrderGoesThrough = (): Promise<string> => untilItSucceeds(['journey'])

/** Events whose stream was led by it are told by the next leader. */
const untilNothingWaits = (): Promise<string> =>
  untilItSucceeds(['audit'], { DATABASE_URL: addresses.postgres })

async function untilItSucceeds(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<string> {
  const end = performance.now() + FAILOVER_MS
  for (;;) {
    try {
      return command(args, environment)
    } catch (error) {
      if (performance.now() > end) throw error
      await delay(1_000)
    }
  }
}

test.each([
  [[]],
  [['observability']],
  [['replica']],
  [['cluster']],
  [['journey']],
  [['observability', 'replica', 'cluster']],
])(
  'the file is valid with the profiles %j',
  (profiles) => void ok(stack.compose(['config', '--quiet'], profiles)),
)

/** What the containers complained of: a run on a machine of CI leaves nothing else behind. */
const complaints = (): string =>
  stack
    .compose(['logs', '--no-color', '--tail', '400'])
    .stdout.split('\n')
    .filter((line) => /"level":[456]0/.test(line))
    .slice(-40)
    .join('\n')

describe('up', () => {
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') console.log(complaints())
  })

  beforeAll(async () => {
    console.log(`the gateway of this run is ${stack.gateway}`)
    ok(stack.compose(['build'], ['journey']))
    isUp(stack.compose(['up', '--detach', '--no-build']))
    await untilFine()
    const accounts: unknown = JSON.parse(readIn('simulator', '/run/secrets/linli/accounts.json'))
    writeFileSync(join(dir, 'linli.json'), JSON.stringify({ ...addresses, accounts }))
  })

  test('every process is there, and none has been restarted or killed', () => {
    const all = containers()
    const expected = [
      ...SERVICES.map((name) => `${name}-service`),
      'gateway',
      'web',
      'simulator',
      'postgres',
      'redis',
      'nats',
    ]
    const running = all.filter(({ State }) => State.Status === 'running')
    expect(running.map(serviceOf).toSorted()).toEqual(expected.toSorted())
    for (const { Name, RestartCount, State } of all) {
      expect(RestartCount, Name).toBe(0)
      expect(State.OOMKilled, Name).toBe(false)
    }
  })

  test('each is bounded, and can neither write to its image nor gain a right', () => {
    for (const { Name, HostConfig } of containers()) {
      expect(HostConfig.ReadonlyRootfs, Name).toBe(true)
      expect(HostConfig.CapDrop, Name).toEqual(['ALL'])
      expect(HostConfig.SecurityOpt, Name).toContain('no-new-privileges:true')
      expect(HostConfig.Memory, Name).toBeGreaterThan(0)
      expect(HostConfig.PidsLimit, Name).toBeGreaterThan(0)
    }
  })

  test('a service holds its own keys and nobody else’s', () => {
    const script = "console.log(require('node:fs').readdirSync('/run/secrets/linli').sort().join())"
    const keys = (service: string) => ok(stack.compose(['exec', '-T', service, 'node', '-e', script])).trim()
    expect(keys('points-service')).toBe('jwt-public.json')
    expect(keys('order-service')).toBe('data-keys.json,jwt-public.json,quote.key')
    expect(keys('user-service')).toBe('data-keys.json,jwt-private.json,jwt-public.json,staff-app.json')
  })

  test('one order from the cart to the pickup counter', () => {
    expect(command(['journey'])).toContain('journey complete')
  })

  test('and another from inside, as an installation proves itself', () => {
    const said = ok(stack.compose(['run', '--rm', '-T', 'journey'], ['journey']))
    expect(said).toContain('journey complete')
  })

  test('the gateway conforms', () => {
    const keys = join(dir, 'jwt-private.json')
    writeFileSync(keys, readIn('user-service', '/run/secrets/linli/jwt-private.json'), { mode: 0o600 })
    const url = addresses.gateway ?? ''
    const said = command(['test:gateway', '--url', url, 'conformance'], { JWT_PRIVATE_KEYS_FILE: keys })
    expect(said).toMatch(/Tests.*\d+ passed/)
    expect(said).not.toMatch(/Tests.*failed/)
  })

  test('setup finds the way in working', () => {
    ok(stack.compose(['run', '--rm', '-T', 'gateway-config', 'smoke', 'http://gateway:8000']))
  })

  test('the front ends are served, with the API on their origin', async () => {
    const web = addresses.web.user?.replace(/\/$/, '') ?? ''
    const get = (path: string) => fetch(`${web}${path}`, { redirect: 'manual' })
    for (const path of ['/', '/merchant/', '/admin/', '/admin/orders/some-order', '/pages/cart/index']) {
      const page = await get(path)
      expect(page.status, path).toBe(200)
      expect(page.headers.get('content-type'), path).toBe('text/html; charset=utf-8')
      expect(page.headers.get('content-security-policy'), path).toBe(POLICY)
      expect(page.headers.get('cache-control'), path).toBe('no-cache')
      expect(await page.text(), path).toContain('<html')
    }
    const script = /src="(\/[^"]+\.js)"/.exec(await (await get('/admin/')).text())?.[1] ?? ''
    const served = await get(script)
    expect(served.headers.get('cache-control'), script).toContain('immutable')
    expect(served.headers.get('content-encoding'), script).toBe('gzip')
    expect((await get('/admin/assets/gone-12345678.js')).status).toBe(404)
    expect((await get('/api/v1/categories')).status).toBe(200)
    expect((await get('/api/v1/orders')).status).toBe(401)
  })

  test('stock, coupons, points and money are conserved', () => {
    expect(command(['audit'], { DATABASE_URL: addresses.postgres })).toContain('invariants hold')
  })

  test('a replica follows', async () => {
    ok(stack.compose(['up', '--detach', '--no-build', 'postgres-replica'], ['replica']))
    await untilFine(['replica'])
    const ask = (service: string, sql: string) =>
      ok(
        stack.compose(
          [
            ...['exec', '-T', service, 'psql', '-h', '/var/run/postgresql', '-U', 'postgres', '-d', 'linli'],
            '-Atc',
            sql,
          ],
          ['replica'],
        ),
      ).trim()
    expect(ask('postgres', 'select state from pg_stat_replication')).toBe('streaming')
    expect(ask('postgres-replica', 'select pg_is_in_recovery()')).toBe('t')
    const count = 'select count(*) from product.products'
    expect(ask('postgres-replica', count)).toBe(ask('postgres', count))
  })

  test('three brokers take over from one, and one of them may go', async () => {
    ok(stack.compose(['up', '--detach', '--no-build'], ['cluster']))
    await untilFine(['cluster'])
    const answer = await fetch(`${stack.natsMonitor}/jsz?streams=true&config=true`)
    const { account_details: accounts = [] } = (await answer.json()) as {
      account_details?: { stream_detail: { name: string; config: { num_replicas: number } }[] }[]
    }
    const streams = accounts.flatMap(({ stream_detail }) => stream_detail)
    expect(streams.map(({ name }) => name).toSorted()).toEqual(
      SERVICES.map((name) => name.toUpperCase()).toSorted(),
    )
    expect(streams.map(({ config }) => config.num_replicas)).toEqual(streams.map(() => 3))
    ok(stack.compose(['kill', 'nats-3'], ['cluster']))
    expect(await untilAnOrderGoesThrough()).toContain('journey complete')
    expect(await untilNothingWaits()).toContain('invariants hold')
  })

  test('everything ends by itself when it is told to', () => {
    ok(stack.compose(['stop', '--timeout', '60'], ['cluster', 'replica']))
    const ended = containers(['cluster', 'replica']).filter((container) => serviceOf(container) !== 'nats-3')
    for (const { Name, State } of ended)
      expect(`${Name} ${State.Status} ${State.ExitCode}`).toBe(`${Name} exited 0`)
  })
})
