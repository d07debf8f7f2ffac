import { readFileSync } from 'node:fs'
import { matchesGlob } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { metafileOf, TARGETS } from '../src/build.ts'
import { inRoot } from '../src/paths.ts'
import { SERVICES } from '../src/services.ts'

// docker-compose.yml, the charts and gateway/kong.yml know the parts of Linli by the same names, ports and variables.

type Scalar = string | number | boolean
type Service = {
  readonly image?: string
  readonly environment?: Readonly<Record<string, Scalar>>
  readonly ports?: readonly string[]
  readonly read_only?: boolean
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly volumes?: readonly string[]
}
type Compose = {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: object
}
type Values = {
  readonly config?: Readonly<Record<string, Scalar>>
  readonly secretEnv?: readonly string[]
  readonly secretFiles?: Readonly<Record<string, string>>
}

const read = (path: string) => readFileSync(inRoot(path), 'utf8')
const compose = parse(read('docker-compose.yml'), { merge: true, maxAliasCount: -1 }) as Compose
const kind = parse(read('charts/linli/values-kind.yaml'), { merge: true }) as Record<string, Values>
/** With the key files that a local cluster adds: what an installation may do without. */
const valuesOf = (chart: string): Values => {
  const values = parse(read(`charts/${chart}/values.yaml`)) as Values
  return { ...values, secretFiles: { ...values.secretFiles, ...kind[chart]?.secretFiles } }
}
const serviceOf = (name: string): Service => {
  const service = compose.services[name]
  if (!service) throw new Error(`docker-compose.yml has no ${name}`)
  return service
}

const SECRETS = '/run/secrets/linli/'

test.each(SERVICES)('%s-service gets the key files that its chart gives it', (name) => {
  const files = Object.entries(serviceOf(`${name}-service`).environment ?? {}).flatMap(([key, value]) =>
    typeof value === 'string' && value.startsWith(SECRETS) ? [[key, value.slice(SECRETS.length)]] : [],
  )
  expect(Object.fromEntries(files)).toEqual({
    JWT_PUBLIC_KEYS_FILE: 'jwt-public.json',
    ...valuesOf(`${name}-service`).secretFiles,
  })
})

/** Variables that only one machine needs, or that only an installation with the real providers needs. */
const OF_COMPOSE =
  /^(HEALTH_URL|OTEL_EXPORTER_OTLP_ENDPOINT|GRPC_DEADLINE_MS|NATS_STREAM_REPLICAS|LOGIN_MAX_FAILURES_PER_IP|OSS_.*_URL|SMS_BASE_URL|WECHATPAY_(MCHID|APPID|MERCHANT_SERIAL|NOTIFY_BASE_URL)|WECHAT_APP_ID)$/
const OF_CHARTS = /^WECHATPAY_BACKUP_URL$/

test.each(SERVICES)('%s-service reads the same variables in both', (name) => {
  const { config = {}, secretEnv = [], secretFiles = {} } = valuesOf(`${name}-service`)
  const library = [...read('charts/lib/templates/_config.tpl').matchAll(/^ {2}"([A-Z_]+)" "/gm)].map(
    ([, key]) => key,
  )
  const peers = SERVICES.map((peer) => `${peer.toUpperCase()}_GRPC_ADDR`)
  const shared = ['DATABASE_URL', 'REDIS_URL', 'NATS_URL', 'JWT_PUBLIC_KEYS_FILE']
  const inChart = [
    ...library,
    ...peers,
    ...shared,
    ...Object.keys({ ...config, ...secretFiles }),
    ...secretEnv,
  ]
  const inCompose = Object.keys(serviceOf(`${name}-service`).environment ?? {})
  expect(inCompose.filter((key) => !OF_COMPOSE.test(key)).toSorted()).toEqual(
    inChart.filter((key) => key !== undefined && !OF_CHARTS.test(key)).toSorted(),
  )
})

test.each(SERVICES)('%s-service listens where its peers, the routes and the charts look for it', (name) => {
  const { environment = {} } = serviceOf(`${name}-service`)
  const deployment = read('charts/lib/templates/_deployment.tpl')
  expect(deployment).toContain(`{name: http, containerPort: ${environment.HTTP_PORT}}`)
  expect(deployment).toContain(`{name: grpc, containerPort: ${environment.GRPC_PORT}}`)
  expect(environment[`${name.toUpperCase()}_GRPC_ADDR`]).toBe(`${name}-service:${environment.GRPC_PORT}`)
  expect(read('gateway/kong.yml')).toContain(`url: http://${name}-service:${environment.HTTP_PORT}\n`)
})

test.each(SERVICES)('%s-service migrates with its own image, as the owner, and waits for that', (name) => {
  const migration = serviceOf(`${name}-migrate`)
  expect(migration.image).toBe(serviceOf(`${name}-service`).image)
  expect(migration.environment?.MIGRATION_DATABASE_URL).toContain(`//${name}_owner:`)
  expect(serviceOf(`${name}-service`).environment?.DATABASE_URL).toContain(`//${name}_svc:`)
  expect(serviceOf('demo').depends_on?.[`${name}-migrate`]?.condition).toBe('service_completed_successfully')
  expect(serviceOf(`${name}-service`).depends_on?.demo?.condition).toBe('service_completed_successfully')
})

test('the routes lead to nobody else', () => {
  const { services } = parse(read('gateway/kong.yml')) as { services: readonly { url: string }[] }
  const hosts = new Set(services.map(({ url }) => new URL(url).hostname))
  expect([...hosts].toSorted()).toEqual(SERVICES.map((name) => `${name}-service`).toSorted())
})

test('Kong has the same settings in both', () => {
  const { environment = {} } = serviceOf('gateway')
  const chart = read('charts/gateway/templates/deployment.yaml')
  const settings = chart.matchAll(/name: (KONG_\w+)(?:, |\s+)value: "?([^"{}\n]+?)"?\}?$/gm)
  const inChart = Object.fromEntries([...settings].map(([, key = '', value]) => [key, value]))
  const inCompose = Object.fromEntries(
    Object.entries(environment).map(([key, value]) => [key, String(value)]),
  )
  // The chart takes these two from its values.
  const { KONG_TRUSTED_IPS: _ips, KONG_NGINX_WORKER_PROCESSES: _workers, ...fixed } = inCompose
  expect(inChart).toEqual(fixed)
  const plugins = parse(read('gateway/kong.yml')) as { plugins: readonly { name: string }[] }
  for (const { name } of plugins.plugins) expect(fixed.KONG_PLUGINS?.split(',')).toContain(name)
})

const SECRET = /PASSWORD|SECRET|TOKEN/

test('docker-compose.yml holds no secret and opens no port to the network', () => {
  for (const [name, { environment = {}, ports = [] }] of Object.entries(compose.services)) {
    for (const [key, value] of Object.entries(environment))
      if (SECRET.test(key)) expect(String(value), `${name} ${key}`).toMatch(/^\$\{\w+(:\?[^}]*)?\}$/)
    for (const value of Object.values(environment).map(String))
      expect(value.replaceAll(/\$\{[^}]*\}/g, ''), name).not.toMatch(/:\/\/[^/@\s]*:[^/@\s]+@/)
    for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:/)
  }
})

test('every variable without a default is in .env.example', () => {
  const needed = [...read('docker-compose.yml').matchAll(/\$\{(\w+):\?/g)].map(([, key]) => key)
  const given = [...read('.env.example').matchAll(/^(\w+)=\S/gm)].map(([, key]) => key)
  expect(given.toSorted()).toEqual([...new Set(needed)].toSorted())
})

test('every container writes only where it is allowed to', () => {
  for (const [name, { read_only }] of Object.entries(compose.services)) expect(read_only, name).toBe(true)
})

/** As Docker decides: the last pattern that fits a path, or a folder above it. */
function isIgnored(path: string, patterns: readonly string[]): boolean {
  const above = path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'))
  const last = patterns.findLast((pattern) =>
    above.some((one) => matchesGlob(one, pattern.replace(/^!/, ''))),
  )
  return last !== undefined && !last.startsWith('!')
}

test.each(TARGETS)('everything that the image of %s is built from reaches the build', (target) => {
  const patterns = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  const { inputs } = JSON.parse(readFileSync(metafileOf(target), 'utf8')) as { inputs: object }
  const own = Object.keys(inputs).filter((path) => !/node_modules\/|\/gen\/|\/generated\//.test(path))
  expect(own.length).toBeGreaterThan(3)
  expect(own.filter((path) => isIgnored(path, patterns))).toEqual([])
})

test('the launcher tells the commands the version of pnpm that it installs with', () => {
  const launcher = read('packages/dev/bin/linli.mjs')
  const told = [...launcher.matchAll(/\b(LINLI_\w+): /g)].map(([, name]) => name)
  const asked = [...read('packages/dev/src/images/image-root.ts').matchAll(/process\.env\.(LINLI_\w+)/g)]
  expect(asked.map(([, name]) => name)).toEqual(['LINLI_PNPM'])
  expect(told).toContain('LINLI_PNPM')
})
