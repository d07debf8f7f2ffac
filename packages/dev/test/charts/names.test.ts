import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { UMBRELLA } from '../../src/charts/charts.ts'
import { VALUE_SETS } from '../../src/charts/value-sets.ts'
import { settingsOf } from '../../src/charts/values/chart.ts'
import { baseSettings } from '../../src/docs/configuration.ts'
import { loadDefinition } from '../../src/docs/definition.ts'
import { inRoot } from '../../src/paths.ts'
import { SERVICES } from '../../src/services.ts'
import { type Container, type KubernetesObject, ofKind, podsOf, specified } from './support/objects.ts'
import { rendered } from './support/render.ts'

type Plugins = { readonly plugins?: readonly { readonly name: string }[] }
type Route = Plugins & { readonly name: string }
type KongService = Plugins & {
  readonly name: string
  readonly url: string
  readonly routes: readonly Route[]
}
type Kong = Plugins & { readonly services: readonly KongService[] }

const kong = parse(readFileSync(inRoot('gateway', 'kong.yml'), 'utf8')) as Kong

const envOf = ({ env = [] }: Container): Record<string, string | undefined> =>
  Object.fromEntries(env.map(({ name, value }) => [name, value]))

describe.each(VALUE_SETS)('with the %s values', (set) => {
  let objects: readonly KubernetesObject[]
  beforeAll(() => {
    objects = rendered(UMBRELLA, set)
  })
  const containerOf = (kind: string, name: string): Container => {
    const container = podsOf(objects).find((pod) => pod.kind === kind && pod.name === name)?.spec
      .containers[0]
    if (!container) throw new Error(`there is no ${kind} ${name}`)
    return container
  }
  const settings = (name: string) =>
    ofKind(objects, 'ConfigMap').find(({ metadata }) => metadata.name === name)?.data ?? {}

  test('every upstream of kong.yml is a Service with that port', () => {
    const services = specified(objects, 'Service').flatMap(({ metadata, spec }) =>
      (spec.ports as readonly { readonly port: number }[]).map(
        ({ port }) => `http://${metadata.name}:${port}`,
      ),
    )
    const upstreams = [...new Set(kong.services.map(({ url }) => url))]
    expect(upstreams).toHaveLength(SERVICES.length)
    expect(services).toEqual(expect.arrayContaining(upstreams))
  })

  test('Kong loads every plug-in that kong.yml uses', () => {
    const used = [kong, ...kong.services, ...kong.services.flatMap(({ routes }) => routes)]
    const names = new Set(used.flatMap(({ plugins = [] }) => plugins.map(({ name }) => name)))
    expect(names.size).toBeGreaterThan(4)
    const loaded = envOf(containerOf('Deployment', 'gateway')).KONG_PLUGINS?.split(',')
    expect(loaded).toEqual(expect.arrayContaining([...names]))
  })

  test('every peer is asked where its headless Service answers', () => {
    const headless = specified(objects, 'Service').filter(({ spec }) => spec.clusterIP === 'None')
    const addresses = headless.map(({ metadata }) => `${metadata.name}:50051`)
    for (const service of SERVICES)
      for (const peer of SERVICES)
        expect(addresses).toContain(settings(`${service}-service`)[`${peer.toUpperCase()}_GRPC_ADDR`])
  })

  test.each(SERVICES)(
    '%s-service gets every setting that it needs and none that it does not know',
    async (service) => {
      const { properties, required = [] } = settingsOf(await baseSettings(), await loadDefinition(service))
      const given = [
        ...Object.keys(settings(`${service}-service`)),
        ...Object.keys(envOf(containerOf('Deployment', `${service}-service`))),
      ]
      expect(new Set(given).size).toBe(given.length)
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(given))
      const needed = required.filter((name) => properties[name]?.default === undefined)
      expect(given).toEqual(expect.arrayContaining(needed))
      expect(Object.keys(envOf(containerOf('Job', `${service}-service-migrate`)))).toEqual([
        'MIGRATION_DATABASE_URL',
      ])
    },
  )

  test.each(SERVICES)('%s-service listens where its probes, Services and peers look', (service) => {
    const { HTTP_HOST, HTTP_PORT, GRPC_HOST, GRPC_PORT } = settings(`${service}-service`)
    expect([HTTP_HOST, GRPC_HOST]).toEqual(['0.0.0.0', '0.0.0.0'])
    expect(containerOf('Deployment', `${service}-service`).ports).toEqual([
      { name: 'http', containerPort: Number(HTTP_PORT) },
      { name: 'grpc', containerPort: Number(GRPC_PORT) },
    ])
  })

  test.each(SERVICES)('%s-service is given the time to end that it takes', (service) => {
    const { SHUTDOWN_DELAY_MS, SHUTDOWN_GRACE_MS } = settings(`${service}-service`)
    const deployment = podsOf(objects).find(
      ({ name, kind }) => kind === 'Deployment' && name === `${service}-service`,
    )
    expect(Number(SHUTDOWN_GRACE_MS)).toBeGreaterThan(Number(SHUTDOWN_DELAY_MS))
    expect(deployment?.spec.terminationGracePeriodSeconds).toBeGreaterThan(Number(SHUTDOWN_GRACE_MS) / 1000)
  })
})
