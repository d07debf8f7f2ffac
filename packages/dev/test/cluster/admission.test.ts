import { beforeAll, describe, expect, test } from 'vitest'
import { UMBRELLA } from '../../src/charts/charts.ts'
import { VALUE_SETS } from '../../src/charts/value-sets.ts'
import { type KubernetesObject, type Pod, podsOf } from '../charts/support/objects.ts'
import { rendered } from '../charts/support/render.ts'
import { installOperators, useCluster } from './support/use-cluster.ts'

const cluster = useCluster()

/** What the production set leaves out, so that every kind is seen. */
const EVERYTHING = [
  '--set',
  'gateway.gatewayApi.enabled=true,gateway.gatewayApi.parentRefs[0].name=entry,gateway.gatewayApi.hostnames[0]=shop.example.com',
]
const OPERATORS = ['monitoring.coreos.com/v1', 'external-secrets.io/v1']

/** Of the production values. */
const PRIORITY = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name: 'linli' },
  value: 1000,
}

beforeAll(async () => {
  await installOperators(cluster)
  await cluster.apply(PRIORITY, '')
})

/** Would the pod be taken? Nothing is kept. */
async function wouldRun({ labels, spec }: Omit<Pod, 'kind'>, namespace: string) {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'tried-', labels }, spec }
  const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All&fieldValidation=Strict`
  return cluster.client.call('POST', path, { body: pod })
}

describe.each(VALUE_SETS)('the %s values', (set) => {
  const namespace = `set-${set}`
  let objects: readonly KubernetesObject[]
  beforeAll(async () => {
    await cluster.restrictedNamespace(namespace)
    objects = rendered(UMBRELLA, set, ['--namespace', namespace, ...(set === 'production' ? EVERYTHING : [])])
  })

  test('every object is taken, and nothing is said against one', async () => {
    expect(objects.length).toBeGreaterThan(60)
    if (set === 'production')
      expect(objects.map(({ apiVersion }) => apiVersion)).toEqual(expect.arrayContaining(OPERATORS))
    for (const object of objects) {
      const { status, body, warnings } = await cluster.apply(object, namespace)
      const what = `${object.kind} ${object.metadata.name}`
      expect({ what, status, warnings, said: status < 300 ? '' : body }).toEqual({
        what,
        status: 201,
        warnings: [],
        said: '',
      })
    }
  })

  test('applied again nothing changes', async () => {
    for (const object of objects) {
      const path = await cluster.pathOf(object, namespace, object.metadata.name)
      const before = (await cluster.client.call('GET', path)).body as Versioned
      const after = (await cluster.apply(object, namespace)).body as Versioned
      expect(after.metadata.resourceVersion, `${object.kind} ${object.metadata.name}`).toBe(
        before.metadata.resourceVersion,
      )
    }
  })

  test('every pod would run where only pods without any right may', async () => {
    const pods = podsOf(objects)
    expect(pods.length).toBeGreaterThan(20)
    for (const pod of pods) {
      const { status, body } = await wouldRun(pod, namespace)
      expect({ name: pod.name, status, said: status < 300 ? '' : body }).toEqual({
        name: pod.name,
        status: 201,
        said: '',
      })
    }
  })

  test('a pod that may more would not', async () => {
    const [pod] = podsOf(objects)
    if (!pod) throw new Error('the charts have no pod')
    const rights = [{ hostNetwork: true }, { securityContext: { runAsNonRoot: false } }]
    for (const right of rights) {
      const { status, body } = await wouldRun({ ...pod, spec: { ...pod.spec, ...right } }, namespace)
      expect(status).toBe(403)
      expect(body).toMatchObject({
        message: expect.stringContaining('violates PodSecurity "restricted:latest"'),
      })
    }
  })

  test('and the Deployment that would make it is warned of', async () => {
    const deployment = objects.find(({ kind }) => kind === 'Deployment')
    const template = deployment?.spec?.template as { spec: object } | undefined
    if (!deployment || !template) throw new Error('the charts have no Deployment')
    const spec = { ...deployment.spec, template: { ...template, spec: { ...template.spec, hostPID: true } } }
    const { warnings } = await cluster.apply(
      { ...deployment, spec, metadata: { name: 'planted' } },
      namespace,
    )
    expect(warnings.join()).toContain('would violate PodSecurity')
  })

  test('an object with a field that its kind does not have is refused', async () => {
    const service = objects.find(({ kind }) => kind === 'Service')
    if (!service) throw new Error('the charts have no Service')
    const { status, body } = await cluster.apply(
      { ...service, spec: { ...service.spec, selectors: {} } },
      namespace,
    )
    expect(status).toBeGreaterThanOrEqual(400)
    expect(body).toMatchObject({ message: expect.stringContaining('selectors') })
  })
})

type Versioned = { readonly metadata: { readonly resourceVersion: string } }
