import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { helmPath } from '../../src/charts/helm.ts'
import { valuesOf } from '../../src/charts/value-sets.ts'
import { inRoot } from '../../src/paths.ts'
import { SERVICES, type ServiceName } from '../../src/services.ts'
import { endEverythingWell } from './support/nodes.ts'
import { useCluster } from './support/use-cluster.ts'

// Eight releases, each installed, upgraded and rolled back for itself.

const cluster = useCluster()
const NAMESPACE = 'eight'
const dir = mkdtempSync(join(tmpdir(), 'linli-releases-'))
let nodes: ReturnType<typeof endEverythingWell>

beforeAll(async () => {
  await cluster.restrictedNamespace(NAMESPACE)
  nodes = endEverythingWell(cluster.client, NAMESPACE)
})
afterAll(() => {
  nodes.stop()
  rmSync(dir, { recursive: true, force: true })
})

const run = promisify(execFile)

async function helm(...args: readonly string[]): Promise<string> {
  const flags = ['--namespace', NAMESPACE, '--kubeconfig', cluster.kubeconfig]
  const { stdout } = await run(helmPath(), [...args, ...flags], { cwd: inRoot('charts') })
  return stdout
}

const nameOf = (service: ServiceName): string => `${service}-service`

function deploy(service: ServiceName, ...flags: readonly string[]): Promise<string> {
  const chart = nameOf(service)
  const values = join(dir, `${chart}.yaml`)
  writeFileSync(values, valuesOf(chart, 'minimal'))
  return helm('upgrade', '--install', service, chart, '--values', values, ...flags)
}

type Deployment = {
  readonly metadata: { readonly name: string; readonly generation: number; readonly resourceVersion: string }
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { image: string }[] } }
  }
}

async function deployments(): Promise<ReadonlyMap<string, Deployment>> {
  const { body } = await cluster.client.call('GET', `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`)
  const { items } = body as { items: readonly Deployment[] }
  return new Map(items.map((one) => [one.metadata.name, one]))
}

const imageOf = (deployment: Deployment | undefined) => deployment?.spec.template.spec.containers[0]?.image

async function revisions(service: ServiceName): Promise<string[]> {
  const told = JSON.parse(await helm('history', service, '--output', 'json')) as {
    revision: number
    status: string
    description: string
  }[]
  return told.map(({ revision, status, description }) => `${revision} ${status}: ${description}`)
}

test('eight releases are installed one by one, each after its migration', async () => {
  for (const [index, service] of SERVICES.entries()) {
    expect(await deploy(service)).toContain('STATUS: deployed')
    expect(nodes.ended).toContain(`${nameOf(service)}-migrate`)
    expect([...(await deployments()).keys()]).toHaveLength(index + 1)
  }
}, 300_000)

test.each(SERVICES)(
  '%s is upgraded and rolled back, and no other release is touched',
  async (service) => {
    const name = nameOf(service)
    const before = await deployments()
    const migrated = nodes.ended.length
    await deploy(service, '--set', 'image.tag=0.2.0,config.LOG_LEVEL=warn')
    expect(nodes.ended.slice(migrated)).toEqual([`${name}-migrate`])
    const upgraded = await deployments()
    expect(imageOf(upgraded.get(name))).toBe(`linli/${name}:0.2.0`)

    await helm('rollback', service, '1')
    const back = await deployments()
    expect(back.get(name)?.spec).toEqual(before.get(name)?.spec)
    expect(await revisions(service)).toEqual([
      '1 superseded: Install complete',
      '2 superseded: Upgrade complete',
      '3 deployed: Rollback to 1',
    ])
    const versions = (all: ReadonlyMap<string, Deployment>) =>
      [...all.values()]
        .filter(({ metadata }) => metadata.name !== name)
        .map(({ metadata }) => `${metadata.name} ${metadata.resourceVersion}`)
    expect(versions(back)).toEqual(versions(before))
  },
  120_000,
)

test('other labels on the pods are no obstacle to an upgrade: the selector does not name them', async () => {
  const before = (await deployments()).get('order-service')
  await deploy('order', '--set', 'podLabels.team=orders')
  const after = (await deployments()).get('order-service')
  expect(after?.metadata.generation).toBeGreaterThan(before?.metadata.generation ?? 0)
}, 120_000)

test('the pods of helm test are taken where only pods without any right may run', async () => {
  for (const service of SERVICES) expect(await helm('test', service)).toContain('Phase:          Succeeded')
}, 300_000)

test('a release that is uninstalled leaves nothing of its own', async () => {
  await helm('uninstall', 'points')
  const left = [...(await deployments()).keys()]
  expect(left).toHaveLength(SERVICES.length - 1)
  expect(left).not.toContain('points-service')
}, 120_000)
