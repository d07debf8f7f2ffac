import { beforeAll, expect, test } from 'vitest'
import { UMBRELLA } from '../../src/charts/charts.ts'
import { StrictValidator } from '../../src/charts/strict-validator.ts'
import { type KubernetesObject, ofKind } from './support/objects.ts'
import { RENDERINGS, rendered } from './support/render.ts'

const validator = new StrictValidator()

/** What the production set leaves out, so that every kind is seen. */
const EVERYTHING = [
  '--set',
  'gateway.gatewayApi.enabled=true,gateway.gatewayApi.parentRefs[0].name=entry,gateway.gatewayApi.hostnames[0]=shop.example.com',
]

test.each(RENDERINGS)('Kubernetes takes every object of $chart with the $set values', ({ chart, set }) => {
  const objects = rendered(chart, set, chart === UMBRELLA ? EVERYTHING : [])
  expect(objects.length).toBeGreaterThan(0)
  const findings = objects.map((object) => ({
    of: `${object.kind} ${object.metadata.name}`,
    findings: validator.findings(object),
  }))
  expect(findings.filter((one) => one.findings.length > 0)).toEqual([])
})

let production: readonly KubernetesObject[]
beforeAll(() => {
  production = rendered(UMBRELLA, 'production', EVERYTHING)
})

test('the production set shows every kind that the charts have', () => {
  const kinds = new Set(production.map(({ kind }) => kind))
  expect([...kinds].sort()).toEqual([
    'ConfigMap',
    'Deployment',
    'ExternalSecret',
    'HTTPRoute',
    'HorizontalPodAutoscaler',
    'Ingress',
    'Job',
    'NetworkPolicy',
    'Pod',
    'PodDisruptionBudget',
    'PodMonitor',
    'PrometheusRule',
    'Service',
    'ServiceAccount',
    'ServiceMonitor',
  ])
})

const PLANTED: readonly (readonly [kind: string, field: string, value: unknown, finding: string])[] = [
  ['Deployment', 'replica', 2, '/spec must NOT have additional properties (replica)'],
  ['Deployment', 'replicas', 'two', '/spec/replicas must be integer'],
  ['Deployment', 'selector', undefined, "/spec must have required property 'selector'"],
  ['NetworkPolicy', 'ingres', [], '/spec must NOT have additional properties (ingres)'],
  ['ServiceMonitor', 'endpoint', [], '/spec must NOT have additional properties (endpoint)'],
  [
    'PodMonitor',
    'podMetricsEndpoints',
    [{ prot: 'http' }],
    '/spec/podMetricsEndpoints/0 must NOT have additional properties (prot)',
  ],
  ['ExternalSecret', 'refreshInterval', 5, '/spec/refreshInterval must be string'],
  ['HTTPRoute', 'hostnames', [''], '/spec/hostnames/0 must NOT have fewer than 1 characters'],
  ['PrometheusRule', 'groups', [{ rules: [] }], "/spec/groups/0 must have required property 'name'"],
]

test.each(PLANTED)('%s.spec.%s = %j is found', (...[kind, field, value, finding]) => {
  const [object] = ofKind(production, kind)
  if (!object) throw new Error(`the charts have no ${kind}`)
  expect(validator.findings(object)).toEqual([])
  expect(
    validator.findings({ ...object, spec: { ...object.spec, [field]: value } } as typeof object),
  ).toContain(finding)
})
