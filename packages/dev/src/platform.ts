import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { migrateDeploy } from '@linli/migrate'
import { bundleOf } from './build.ts'
import { buildWeb, webApps } from './build-web.ts'
import { checkPorts } from './busy-ports.ts'
import { createDatabase, prepareSchema, serviceUrls, withDatabase } from './database.ts'
import { loadDemo, uploadPictures } from './demo.ts'
import { gatewayEnv, type Surroundings, serviceEnv, simulatorEnv, webEnv } from './environment.ts'
import { generateAllKeys } from './keys.ts'
import { type NodeProcess, nodeComponent } from './node-component.ts'
import { CACHE, DATA, inRoot, local } from './paths.ts'
import { type PortPlan, portBase, portPlan } from './ports.ts'
import { prepareCode } from './prepare-code.ts'
import { type Print, plural, progress, runStep } from './say.ts'
import { natsServer } from './servers/nats.ts'
import { postgresServer, postgresSocketDir, postgresUrl } from './servers/postgres.ts'
import { redisServer } from './servers/redis.ts'
import { SERVICES, type ServiceName } from './services.ts'
import type { Supervisor } from './supervisor.ts'

/** What is running, for the address file and the last lines on the screen. */
export interface Platform extends Surroundings {
  services: ServiceName[]
  hasSimulator: boolean
  hasGateway: boolean
  hasWeb: boolean
}

/** From nothing to ready. What has no source yet is left out; everything that exists must become ready. */
export async function bringUp(supervisor: Supervisor, print: Print): Promise<Platform> {
  const at = surroundings()
  const parts = existing()
  mkdirSync(local('logs'), { recursive: true })
  await checkPorts(wantedPorts(at.ports, parts))
  const code = prepareCode(print)
  const keys = runStep(print, 'keys', () => makeKeys(at))
  const servers = runStep(print, 'servers', () => startServers(supervisor, at))
  const data = Promise.all([keys, servers]).then(async () => {
    at.access.password = readFileSync(join(at.keys, 'postgres.password'), 'utf8')
    await runStep(print, 'migrate', () => migrate(at, print))
    await runStep(print, 'demo', () => loadDemo(at))
  })
  // Both end before an error leaves: nothing is still being started while the rest is being stopped.
  await allOf([code, data])
  await startProcesses(supervisor, { at, parts, print })
  if (parts.hasWeb) await runStep(print, 'web', () => startWeb(supervisor, { at, parts, print }))
  return { ...at, ...parts }
}

type Parts = Pick<Platform, 'services' | 'hasSimulator' | 'hasGateway' | 'hasWeb'>

function existing(): Parts {
  const has = (target: string): boolean => existsSync(inRoot(target, 'src', 'main.ts'))
  return {
    services: SERVICES.filter((name) => has(`services/${name}-service`)),
    hasSimulator: has('packages/simulator'),
    hasGateway: has('gateway/local'),
    hasWeb: webApps().length > 0 && process.env.LINLI_WEB !== '0',
  }
}

/** Addresses and folders of the platform of this checkout, running or not. */
export function surroundings(base = portBase()): Surroundings {
  const ports = portPlan(base)
  const { DATABASE_URL, REDIS_URL, NATS_URL } = process.env
  // A URL that names no database of its own gets ours.
  const adminUrl = DATABASE_URL ?? postgresUrl(ports.postgres, 'linli')
  const path = new URL(adminUrl).pathname
  return {
    ports,
    access: { adminUrl: path.length > 1 ? adminUrl : withDatabase(adminUrl, 'linli'), password: '' },
    redis: REDIS_URL ?? `redis://127.0.0.1:${ports.redis}`,
    nats: NATS_URL ?? `nats://127.0.0.1:${ports.nats}`,
    keys: local('keys'),
  }
}

const ownPostgres = (ports: PortPlan) => ({ dir: local(DATA.postgres), port: ports.postgres })

/** Where the services reach the server that is started here; undefined when `DATABASE_URL` names another. */
export const ownSocketDir = async (ports: PortPlan): Promise<string | undefined> =>
  process.env.DATABASE_URL ? undefined : postgresSocketDir(ownPostgres(ports))

/** Every port that is about to be used, and by whom. */
function wantedPorts(ports: PortPlan, parts: Parts): Map<number, string> {
  const wanted = new Map<number, string>()
  if (parts.hasGateway) wanted.set(ports.gateway, 'gateway').set(ports.gatewayStatus, "gateway's status")
  for (const name of parts.services)
    wanted.set(ports.http[name], `${name}-service`).set(ports.grpc[name], `${name}-service, gRPC`)
  if (parts.hasSimulator) wanted.set(ports.simulator, 'simulator')
  if (parts.hasWeb) wanted.set(ports.web, 'web')
  if (!process.env.DATABASE_URL) wanted.set(ports.postgres, 'postgres')
  if (!process.env.REDIS_URL) wanted.set(ports.redis, 'redis')
  if (!process.env.NATS_URL) wanted.set(ports.nats, 'nats')
  return wanted
}

async function makeKeys({ keys }: Surroundings) {
  const made = await generateAllKeys(keys)
  return { text: made ? 'made' : 'present', value: made }
}

async function startServers(supervisor: Supervisor, { ports, access }: Surroundings) {
  const servers = []
  if (!process.env.DATABASE_URL) servers.push(postgresServer(ownPostgres(ports)))
  access.socketDir = await ownSocketDir(ports)
  if (!process.env.REDIS_URL)
    servers.push(redisServer({ dir: local(DATA.redis), cache: CACHE, port: ports.redis }))
  if (!process.env.NATS_URL)
    servers.push(natsServer({ dir: local(DATA.nats), cache: CACHE, port: ports.nats }))
  await allOf(servers.map(supervisor.start))
  const names = servers.map((s) => s.name)
  return { text: names.length ? names.join(', ') : 'all given by URL', value: names }
}

const BEGIN_ANEW = 'npm run reset begins with new data'

async function migrate({ access }: Surroundings, print: Print) {
  await createDatabase(access)
  const warn = (text: string) => print(progress('migrate', `${text}; ${BEGIN_ANEW}`))
  let applied = 0
  for (const service of SERVICES) {
    await prepareSchema(access, service)
    const dir = inRoot('services', `${service}-service`, 'prisma', 'migrations')
    const { ownerUrl } = serviceUrls(access, service)
    const options = { connectionString: ownerUrl, schema: service, dir, warn }
    try {
      applied += (await migrateDeploy(options)).length
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`${service}: ${why}${/^P30/.test(why) ? `\n${BEGIN_ANEW}.` : ''}`, { cause })
    }
  }
  return { text: applied ? `${plural(applied, 'migration')} applied` : 'up to date', value: applied }
}

interface Start {
  at: Surroundings
  parts: Parts
  print: Print
}

async function startProcesses(supervisor: Supervisor, { at, parts, print }: Start): Promise<void> {
  const start = (process: NodeProcess) => supervisor.start(nodeComponent(process))
  if (parts.hasSimulator)
    await runStep(print, 'simulator', async () => {
      const env = simulatorEnv(at, local(DATA.simulator))
      const bundle = bundleOf('packages/simulator')
      return {
        text: 'ready',
        value: await start({ name: 'simulator', port: at.ports.simulator, group: 1, bundle, env }),
      }
    })
  if (parts.hasSimulator) await runStep(print, 'pictures', () => uploadPictures(at))
  const gateway = async () => {
    const env = gatewayEnv(at, inRoot('gateway', 'kong.yml'))
    const bundle = bundleOf('gateway/local')
    return {
      text: 'ready',
      value: await start({ name: 'gateway', port: at.ports.gateway, group: 3, bundle, env }),
    }
  }
  const service = (name: ServiceName) =>
    start({
      name: `${name}-service`,
      port: at.ports.http[name],
      group: 2,
      bundle: bundleOf(`services/${name}-service`),
      env: serviceEnv(name, at),
      readyPath: '/readyz',
    })
  await allOf([
    runStep(print, 'services', async () => {
      await allOf(parts.services.map(service))
      return { text: `${parts.services.length} ready`, value: undefined }
    }),
    ...(parts.hasGateway ? [runStep(print, 'gateway', gateway)] : []),
  ])
}

/** The front ends come last: whoever only wants the API has it already. */
async function startWeb(supervisor: Supervisor, { at, print }: Start) {
  const built = await buildWeb((text) => print(progress('web', text)))
  const sites = Object.fromEntries(webApps().map(({ base, dist }) => [base, dist]))
  await supervisor.start(
    nodeComponent({
      name: 'web',
      port: at.ports.web,
      group: 3,
      bundle: inRoot('packages', 'dev', 'src', 'web', 'main.ts'),
      env: webEnv(at, sites),
      readyPath: '/healthz',
    }),
  )
  return { text: built.length ? `${built.join(', ')} built, ready` : 'ready', value: built }
}

/** Like Promise.all, but nothing is left running when it rejects. */
async function allOf(promises: Promise<unknown>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(promises))
    if (outcome.status === 'rejected') throw outcome.reason
}
