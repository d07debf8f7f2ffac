import { expect, inject } from 'vitest'
import { readCrds } from '../../../src/charts/kubernetes-schemas.ts'
import { type Client, connectTo, type Reply } from '../../../src/cluster/client.ts'
import type { KubernetesObject } from '../../charts/support/objects.ts'

type Identified = Pick<KubernetesObject, 'apiVersion' | 'kind'> & {
  readonly metadata: { readonly name: string }
}

type Resource = { readonly kind: string; readonly name: string; readonly namespaced: boolean }

/** What a test does with the API server. */
export type Cluster = {
  readonly client: Client
  readonly kubeconfig: string
  /** Path of an object's kind, and of the object. */
  pathOf(
    object: Pick<KubernetesObject, 'apiVersion' | 'kind'>,
    namespace: string,
    name?: string,
  ): Promise<string>
  /** As `kubectl apply --server-side --validate=strict` does. */
  apply<Applied extends Identified>(object: Applied, namespace: string): Promise<Reply>
  /** A namespace that only takes pods which need no right, with the account that pods have by default. */
  restrictedNamespace(name: string): Promise<void>
}

const APPLY = 'application/apply-patch+yaml'
const LEVELS = ['enforce', 'warn', 'audit']

export function useCluster(): Cluster {
  const { access, kubeconfig } = inject('cluster')
  const client = connectTo(access)
  const known = new Map<string, Promise<Reply>>()

  const resources = async (apiVersion: string): Promise<readonly Resource[]> => {
    const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
    const reply = known.get(path) ?? client.call('GET', path)
    known.set(path, reply)
    return ((await reply).body as { resources?: readonly Resource[] }).resources ?? []
  }

  const pathOf: Cluster['pathOf'] = async ({ apiVersion, kind }, namespace, name) => {
    const all = await resources(apiVersion)
    const found = all.find((one) => one.kind === kind && !one.name.includes('/'))
    if (!found) throw new Error(`the API server knows no ${kind} of ${apiVersion}`)
    const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
    const where = found.namespaced ? `/namespaces/${namespace}` : ''
    return `${group}${where}/${found.name}${name ? `/${name}` : ''}`
  }

  const apply = async (object: Identified, namespace: string) => {
    const path = await pathOf(object, namespace, object.metadata.name)
    const query = '?fieldManager=linli&force=true&fieldValidation=Strict'
    return client.call('PATCH', `${path}${query}`, { body: object, contentType: APPLY })
  }

  return {
    client,
    kubeconfig,
    pathOf,
    apply,
    async restrictedNamespace(name) {
      const labels = LEVELS.map((level) => [`pod-security.kubernetes.io/${level}`, 'restricted'])
      const namespace = {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: Object.fromEntries(labels) as Record<string, string> },
      }
      expect(await apply(namespace, name)).toMatchObject({ status: 201 })
      // In a whole cluster a controller makes it.
      const account = {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default', namespace: name },
      }
      expect(await apply(account, name)).toMatchObject({ status: 201 })
    },
  }
}

type Established = { readonly status?: { readonly conditions?: readonly { type: string; status: string }[] } }

/** The kinds of the operators, as their operators would bring them; resolves when the API server serves them. */
export async function installOperators({ client, apply }: Cluster): Promise<void> {
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
  const missing = new Set(readCrds().map(({ metadata }) => metadata.name))
  const served = Promise.withResolvers<void>()
  const stop = client.watch(path, (object) => {
    const { metadata, status } = object as KubernetesObject & Established
    const isServed = status?.conditions?.some((one) => one.type === 'Established' && one.status === 'True')
    if (isServed && missing.delete(metadata.name) && missing.size === 0) served.resolve()
  })
  for (const crd of readCrds()) {
    const { status, body } = await apply(crd, '')
    expect(status, JSON.stringify(body).slice(0, 500)).toBeLessThan(300)
  }
  await served.promise
  stop()
}
