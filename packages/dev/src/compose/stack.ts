import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Addresses } from '../addresses.ts'
import { inRoot } from '../paths.ts'
import type { PortPlan } from '../ports.ts'
import { SERVICES } from '../services.ts'
import type { Answer, Docker } from './docker.ts'
import type { Had } from './published-images.ts'

export interface StackOptions {
  docker: Docker
  images: ReadonlyMap<string, Had>
  ports: PortPlan
}

/** docker-compose.yml as one test run has it: ports and volumes of its own. */
export interface Stack {
  /** Who answers as the gateway. */
  readonly gateway: 'Kong' | 'gateway/local'
  /** The monitoring port of the broker. */
  readonly natsMonitor: string
  /** Content of `linli.json`: how the journey, the audit and others reach it. */
  readonly addresses: Omit<Addresses, 'accounts'>
  compose(args: readonly string[], profiles?: readonly string[]): Answer
  /** Ends everything, and forgets its data. */
  remove(): void
}

const NATS_SETTINGS = 'deploy/compose/nats'

/** Test doubles of the stores have no wget. */
const NATS_HEALTH = {
  test: [
    'CMD',
    'bash',
    '-c',
    "exec 3<>/dev/tcp/127.0.0.1/8222; printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3; grep -q '200 OK' <&3",
  ],
}

/** A broker of before 2.10 refuses a setting that it does not know. */
const SINCE_2_10 = /^ *sync_interval:.*\n/m

/** What compose has to say differently where Debian's broker stands in for the published one. */
function standInBroker(dir: string): object {
  const own = join(dir, 'nats')
  mkdirSync(own)
  for (const name of readdirSync(inRoot(NATS_SETTINGS))) {
    const settings = readFileSync(inRoot(NATS_SETTINGS, name), 'utf8')
    writeFileSync(join(own, name), settings.replace(SINCE_2_10, ''))
  }
  return { healthcheck: NATS_HEALTH, volumes: [`${own}:/etc/linli:ro`] }
}

export function openStack({ docker, images, ports }: StackOptions): Stack {
  const dir = mkdtempSync(join(tmpdir(), 'linli-compose-'))
  const hasKong = images.get('KONG_IMAGE')?.kind === 'published'
  const isStandIn = images.get('NATS_IMAGE')?.kind === 'stand-in'
  const files = ['docker-compose.yml', ...(hasKong ? [] : ['docker-compose.gateway-local.yml'])].map((name) =>
    inRoot(name),
  )
  const own = join(dir, 'docker-compose.test.json') // JSON is YAML
  const broker = isStandIn ? standInBroker(dir) : {}
  writeFileSync(own, JSON.stringify(override(ports, broker)))
  const environment = join(dir, 'test.env')
  writeFileSync(environment, environmentOf(ports, images))
  const given = ['--project-name', `linli-test-${ports.gateway}`, '--env-file', environment]
  const flags = [...given, ...[...files, own].flatMap((file) => ['-f', file])]
  const compose = (args: readonly string[], profiles: readonly string[] = []) =>
    docker.compose([...flags, ...args], {
      COMPOSE_PROFILES: profiles.join(','),
      ...(profiles.includes('cluster') && CLUSTER),
    })
  return {
    gateway: hasKong ? 'Kong' : 'gateway/local',
    natsMonitor: `http://127.0.0.1:${ports.nats + 1}`,
    addresses: addressesOf(ports),
    compose,
    remove() {
      compose(
        ['down', '--volumes', '--remove-orphans', '--timeout', '20'],
        ['replica', 'cluster', 'observability'],
      )
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

const CLUSTER = {
  NATS_TOPOLOGY: 'cluster',
  NATS_STREAM_REPLICAS: '3',
  NATS_URL: 'nats://nats:4222,nats://nats-2:4222,nats://nats-3:4222',
}

/** The journey and the audit look into the stores, which compose publishes to nobody. */
function override({ postgres, nats, gatewayStatus, http }: PortPlan, broker: object): object {
  const published = (first: number, ...inside: number[]) => ({
    ports: inside.map((port, index) => `127.0.0.1:${first + index}:${port}`),
    networks: ['inside', 'edge'],
  })
  return {
    services: {
      postgres: published(postgres, 5432),
      nats: { ...published(nats, 4222, 8222), ...broker },
      'nats-2': broker,
      'nats-3': broker,
      gateway: published(gatewayStatus, 8100),
      ...Object.fromEntries(SERVICES.map((name) => [`${name}-service`, published(http[name], 3000)])),
    },
  }
}

function environmentOf({ gateway, simulator, web }: PortPlan, images: ReadonlyMap<string, Had>): string {
  const example = readFileSync(inRoot('.env.example'), 'utf8')
  const named = [...images].flatMap(([name, had]) => (had.kind === 'none' ? [] : [`${name}=${had.image}`]))
  const ports = [`GATEWAY_PORT=${gateway}`, `SIMULATOR_PORT=${simulator}`, `WEB_PORT=${web}`]
  return [example, ...ports, ...named, ''].join('\n')
}

const PASSWORD = /^POSTGRES_PASSWORD=(.+)$/m

function addressesOf(ports: PortPlan): Omit<Addresses, 'accounts'> {
  const at = (port: number) => `http://127.0.0.1:${port}`
  const [, password = ''] = PASSWORD.exec(readFileSync(inRoot('.env.example'), 'utf8')) ?? []
  const services = SERVICES.map((name) => [
    `${name}-service`,
    { pid: null, http: at(ports.http[name]), grpc: '' },
  ])
  return {
    gateway: at(ports.gateway),
    gatewayStatus: at(ports.gatewayStatus),
    web: {
      user: `${at(ports.web)}/`,
      merchant: `${at(ports.web)}/merchant/`,
      admin: `${at(ports.web)}/admin/`,
    },
    simulator: at(ports.simulator),
    postgres: `postgresql://postgres:${password}@127.0.0.1:${ports.postgres}/linli`,
    redis: '',
    nats: `nats://127.0.0.1:${ports.nats}`,
    services: Object.fromEntries(services) as Addresses['services'],
  }
}
