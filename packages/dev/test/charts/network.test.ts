import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { UMBRELLA } from '../../src/charts/charts.ts'
import type { ValueSet } from '../../src/charts/value-sets.ts'
import { loadDefinition } from '../../src/docs/definition.ts'
import { inRoot } from '../../src/paths.ts'
import { SERVICES, type ServiceName } from '../../src/services.ts'
import { networkOf, type Party, partiesOf } from './support/network.ts'
import type { KubernetesObject } from './support/objects.ts'
import { rendered } from './support/render.ts'

const HTTP = 3000
const GRPC = 50_051

const addressesIn = (...path: readonly string[]): string[] =>
  [...readFileSync(inRoot(...path), 'utf8').matchAll(/settings\.([A-Z]+)_GRPC_ADDR/g)].map(([, name = '']) =>
    name.toLowerCase(),
  )

/** Whom a service asks over gRPC: what its own code says, and what all of them do at the start. */
function calledFrom(service: ServiceName): ServiceName[] {
  const own = addressesIn('services', `${service}-service`, 'src', 'deps.ts')
  const names = [...own, ...addressesIn('packages', 'service', 'src', 'launch.ts')]
  return SERVICES.filter((one) => one !== service && names.includes(one))
}

const outside = (name: string, address: string): Party => ({ name, address, labels: {}, ports: {} })
const elsewhere = (namespace: string, labels = {}): Party => ({
  name: namespace,
  namespace,
  labels,
  ports: {},
})

const PUBLIC = outside('the internet', '203.0.113.5')
const PRIVATE = outside('a private address', '10.99.99.99')
const DNS = elsewhere('kube-system', { 'k8s-app': 'kube-dns' })
const MONITORING = elsewhere('monitoring')
const STRANGER = elsewhere('default')
const PORTS = [53, 80, 443, 3000, 4222, 4318, 5432, 6379, 8000, 8080, 8100, 18_020, 50_051]

const SETS: readonly ValueSet[] = ['minimal', 'production', 'kind']

describe.each(SETS)('the policies of the %s values', (set) => {
  let objects: readonly KubernetesObject[]
  let parties: readonly Party[]
  let network: ReturnType<typeof networkOf>
  beforeAll(() => {
    objects = rendered(UMBRELLA, set)
    parties = partiesOf(objects)
    network = networkOf(objects)
  })

  const arrows = (from: readonly Party[], to: readonly Party[]) =>
    from.flatMap((source) =>
      to.flatMap((target) =>
        PORTS.filter((port) => source !== target && network.allows(source, target, port)).map(
          (port) => `${source.name} → ${target.name}:${port}`,
        ),
      ),
    )

  test('guard every pod both ways', () => {
    expect(parties.length).toBeGreaterThan(20)
    expect(parties.filter((party) => !network.isGuarded(party))).toEqual([])
  })

  test('let through the arrows of the architecture and no other', () => {
    const expected = SERVICES.flatMap((service) => [
      `gateway → ${service}-service:${HTTP}`,
      `${service}-service-test → ${service}-service:${HTTP}`,
      ...calledFrom(service).map((peer) => `${service}-service → ${peer}-service:${GRPC}`),
    ])
    expected.push('gateway-test → gateway:8000', 'web-test → web:8080')
    if (set === 'kind') expected.push('linli-journey → gateway:8000')
    expect(arrows(parties, parties).sort()).toEqual(expected.sort())
  })

  test('let in who measures, and nobody else but at the doors', () => {
    const doors =
      set === 'production'
        ? []
        : [STRANGER, PUBLIC].flatMap(({ name }) => [`${name} → gateway:8000`, `${name} → web:8080`])
    expect(arrows([STRANGER, PUBLIC], parties).sort()).toEqual(doors.sort())
    const measured = SERVICES.map((service) => `monitoring → ${service}-service:${HTTP}`)
    measured.push('monitoring → gateway:8100')
    if (set !== 'production') measured.push('monitoring → gateway:8000', 'monitoring → web:8080')
    expect(arrows([MONITORING], parties).sort()).toEqual(measured.sort())
  })

  test('let out to names, stores and, where the code asks other companies, to public HTTPS', async () => {
    const traced = set === 'production'
    for (const service of SERVICES) {
      const { config } = await loadDefinition(service)
      const asksOthers = Object.keys(config.properties).some((name) => name.endsWith('_BASE_URL'))
      const pod = parties.filter(({ name }) => name === `${service}-service`)
      const stores = set === 'production' ? [] : [4222, 5432, 6379]
      const https = asksOthers ? [443] : []
      const to = (ports: readonly number[], { name }: Party) =>
        ports.map((port) => `${service}-service → ${name}:${port}`)
      expect(arrows(pod, [DNS])).toContain(`${service}-service → kube-system:53`)
      expect(arrows(pod, [PUBLIC]).sort()).toEqual(to([...https, ...stores], PUBLIC).sort())
      expect(arrows(pod, [PRIVATE]).sort()).toEqual(to(stores, PRIVATE).sort())
      expect(arrows(pod, [MONITORING])).toEqual(to(traced ? [4318] : stores, MONITORING))
    }
  })

  test('let the pages out nowhere, and a migration to PostgreSQL alone', () => {
    const web = parties.filter(({ name }) => name === 'web')
    expect(arrows(web, [PUBLIC, PRIVATE, DNS, MONITORING])).toEqual([])
    const migration = parties.filter(({ name }) => name === 'order-service-migrate')
    const where = set === 'production' ? outside('PostgreSQL', '10.20.0.9') : PRIVATE
    expect(
      arrows(migration, [PUBLIC, where, MONITORING]).filter((arrow) => !arrow.endsWith(':5432')),
    ).toEqual([])
    expect(arrows(migration, [where])).toEqual([`order-service-migrate → ${where.name}:5432`])
  })

  test('let the journey of `helm test` out to the way in, the broker and the simulator, where it is wanted', () => {
    const journey = parties.filter(({ name }) => name === 'linli-journey')
    const told = set === 'kind' ? ['linli-journey → localhost:4222', 'linli-journey → localhost:18020'] : []
    expect(arrows(journey, [elsewhere('localhost')])).toEqual(told)
    expect(arrows(journey, [PUBLIC])).toEqual(set === 'kind' ? [`linli-journey → ${PUBLIC.name}:4222`] : [])
  })
})
