import { beforeAll, expect, test } from 'vitest'
import { UMBRELLA } from '../../src/charts/charts.ts'
import { StrictValidator } from '../../src/charts/strict-validator.ts'
import { type KubernetesObject, specified } from './support/objects.ts'
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

const PLANTED: readonly { kind: string; spec: Readonly<Record<string, unknown>>; finding: string }[] = [
  {
    kind: 'Deployment',
    spec: { replica: 2 },
    finding: '/spec must NOT have additional properties (replica)',
  },
  { kind: 'Deployment', spec: { replicas: 'two' }, finding: '/spec/replicas must be integer' },
  {
    kind: 'Deployment',
    spec: { selector: undefined },
    finding: "/spec must have required property 'selector'",
  },
  {
    kind: 'NetworkPolicy',
    spec: { ingres: [] },
    finding: '/spec must NOT have additional properties (ingres)',
  },
  {
    kind: 'ServiceMonitor',
    spec: { endpoint: [] },
    finding: '/spec must NOT have additional properties (endpoint)',
  },
  {
    kind: 'PodMonitor',
    spec: { podMetricsEndpoints: [{ prot: 'http' }] },
    finding: '/spec/podMetricsEndpoints/0 must NOT have additional properties (prot)',
  },
  { kind: 'ExternalSecret', spec: { refreshInterval: 5 }, finding: '/spec/refreshInterval must be string' },
  {
    kind: 'HTTPRoute',
    spec: { hostnames: [''] },
    finding: '/spec/hostnames/0 must NOT have fewer than 1 characters',
  },
  {
    kind: 'PrometheusRule',
    spec: { groups: [{}] },
    finding: "/spec/groups/0 must have required property 'name'",
  },
]

test.each(PLANTED)('$kind: $finding', ({ kind, spec, finding }) => {
  const [object] = specified(production, kind)
  if (!object) throw new Error(`the charts have no ${kind}`)
  expect(validator.findings(object)).toEqual([])
  const planted = { ...object, spec: { ...object.spec, ...spec } }
  expect(validator.findings(planted)).toContain(finding)
})
