import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { assembleCharts, LEAF_CHARTS, UMBRELLA } from '../../src/charts/charts.ts'
import { helm, KUBE_VERSION } from '../../src/charts/helm.ts'
import { inRoot } from '../../src/paths.ts'

type Container = {
  readonly name: string
  readonly securityContext?: Readonly<Record<string, unknown>>
  readonly resources?: { readonly requests?: object; readonly limits?: { readonly memory?: string } }
  readonly startupProbe?: object
  readonly livenessProbe?: object
  readonly readinessProbe?: object
}

type PodSpec = {
  readonly automountServiceAccountToken?: boolean
  readonly securityContext?: Readonly<Record<string, unknown>>
  readonly containers: readonly Container[]
  readonly initContainers?: readonly Container[]
}

type Rendered = {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> }
  readonly data?: Readonly<Record<string, string>>
  readonly spec?: PodSpec & { readonly template?: { readonly spec: PodSpec } }
  readonly rules?: readonly { readonly verbs?: readonly string[]; readonly resources?: readonly string[] }[]
}

const CHARTS = [...LEAF_CHARTS, UMBRELLA]

function rendered(chart: string, flags: readonly string[] = []): Rendered[] {
  const args = ['template', 'linli', chart, '--kube-version', KUBE_VERSION, ...flags]
  const { status, stdout, stderr } = helm(args)
  expect(stderr, chart).toBe('')
  expect(status, chart).toBe(0)
  return parseAllDocuments(stdout).flatMap((document) => {
    const object = document.toJS() as Rendered | null
    return object ? [object] : []
  })
}

/** Every pod that an object makes: Deployments, Jobs, and the pods of `helm test`. */
const podsOf = (objects: readonly Rendered[]) =>
  objects.flatMap(({ kind, metadata, spec }) => {
    const pod = kind === 'Pod' ? spec : spec?.template?.spec
    return pod ? [{ name: `${kind} ${metadata.name}`, kind, pod }] : []
  })

const containersOf = ({ containers, initContainers = [] }: PodSpec) => [...initContainers, ...containers]

beforeAll(assembleCharts, 600_000)

describe.each(CHARTS)('%s', (chart) => {
  let objects: readonly Rendered[]
  beforeAll(() => {
    objects = rendered(chart)
  })

  test('passes helm lint', () => {
    const { status, stdout } = helm(['lint', chart, '--strict', '--kube-version', KUBE_VERSION])
    expect(status, stdout).toBe(0)
  })

  test('runs nothing as root, writes to no root file system, and holds no token', () => {
    const pods = podsOf(objects)
    expect(pods.length).toBeGreaterThan(0)
    for (const { name, pod } of pods) {
      expect(pod.automountServiceAccountToken, name).toBe(false)
      expect(pod.securityContext, name).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      })
      for (const container of containersOf(pod)) {
        expect(container.securityContext, `${name} ${container.name}`).toMatchObject({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        })
      }
    }
  })

  test('bounds the memory of every container and asks for what it needs', () => {
    for (const { name, pod } of podsOf(objects)) {
      for (const { name: container, resources } of containersOf(pod)) {
        expect(resources?.requests, `${name} ${container}`).toMatchObject({ cpu: expect.anything() })
        expect(resources?.limits?.memory, `${name} ${container}`).toBeTruthy()
      }
    }
  })

  test('probes every server at start, for life and for traffic', () => {
    for (const { name, kind, pod } of podsOf(objects)) {
      if (kind !== 'Deployment') continue
      for (const container of pod.containers) {
        expect(Object.keys(container), `${name} ${container.name}`).toEqual(
          expect.arrayContaining(['startupProbe', 'livenessProbe', 'readinessProbe']),
        )
      }
    }
  })

  test('asks the cluster for no right to everything', () => {
    const rules = objects.flatMap(({ rules = [] }) => rules)
    expect(rules.flatMap(({ verbs = [], resources = [] }) => [...verbs, ...resources])).not.toContain('*')
  })
})

test('the gateway’s chart carries the routes of the repository', () => {
  const read = (path: string) => readFileSync(inRoot(path), 'utf8')
  expect(read('charts/gateway/files/kong.yml')).toBe(read('gateway/kong.yml'))
})

test('the umbrella carries the alert rules and dashboards that compose has', () => {
  const flags = ['--set', 'prometheusRule.enabled=true,dashboards.enabled=true']
  const objects = rendered(UMBRELLA, flags)
  const files = inRoot('charts', 'linli', 'files')
  const rules = objects.filter(({ kind }) => kind === 'PrometheusRule')
  expect(rules.map(({ spec }) => spec)).toEqual([parse(readFileSync(`${files}/alerts.yml`, 'utf8'))])
  const dashboards = objects.filter(({ metadata }) => metadata.labels?.grafana_dashboard === '1')
  const names = readdirSync(`${files}/dashboards`)
  expect(names.length).toBeGreaterThan(0)
  expect(Object.assign({}, ...dashboards.map(({ data }) => data))).toEqual(
    Object.fromEntries(
      names.map((name) => [name, readFileSync(`${files}/dashboards/${name}`, 'utf8').trimEnd()]),
    ),
  )
})
