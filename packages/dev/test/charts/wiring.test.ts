import { beforeAll, describe, expect, test } from 'vitest'
import { type KubernetesObject, type Labels, podsOf, specified } from './support/objects.ts'
import { RENDERINGS, rendered } from './support/render.ts'

type Selector = { readonly matchLabels: Labels }
type ServicePort = { readonly name: string; readonly port: number; readonly targetPort: string }

const selects = (selector: Labels, labels: Labels): boolean =>
  Object.entries(selector).every(([name, value]) => labels[name] === value)

describe.each(RENDERINGS)('the objects of $chart with the $set values', ({ chart, set }) => {
  let objects: readonly KubernetesObject[]
  beforeAll(() => {
    objects = rendered(chart, set)
  })
  const deployments = () => specified(objects, 'Deployment')
  const podsBy = (selector: Labels) => podsOf(objects).filter(({ labels }) => selects(selector, labels))

  test('have names of their own', () => {
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    expect(new Set(names).size).toBe(names.length)
  })

  test('say whose they are, and all of one release the same', () => {
    for (const { kind, metadata } of objects.filter(({ kind }) => kind !== 'Pod'))
      expect(metadata.labels, `${kind} ${metadata.name}`).toMatchObject({
        'app.kubernetes.io/instance': 'linli',
        'app.kubernetes.io/part-of': 'linli',
        'app.kubernetes.io/managed-by': 'Helm',
      })
  })

  test('select exactly the pods of one Deployment', () => {
    for (const { metadata, spec } of deployments()) {
      const { matchLabels } = spec.selector as Selector
      // A version in a selector would make the first upgrade fail: it cannot change.
      expect(Object.keys(matchLabels)).toEqual(['app.kubernetes.io/name', 'app.kubernetes.io/instance'])
      expect(podsBy(matchLabels).map(({ name, kind }) => `${kind} ${name}`)).toEqual([
        `Deployment ${metadata.name}`,
      ])
    }
  })

  test('lead every Service to a port that its pods name', () => {
    for (const { metadata, spec } of specified(objects, 'Service')) {
      const [pod, ...others] = podsBy(spec.selector as Labels)
      expect(others, metadata.name).toEqual([])
      const named = pod?.spec.containers.flatMap(({ ports = [] }) => ports) ?? []
      for (const { targetPort, port } of spec.ports as readonly ServicePort[])
        expect(named, `${metadata.name}:${port}`).toContainEqual({ name: targetPort, containerPort: port })
    }
  })

  test('scale what is there, and say a number of pods only where nothing scales', () => {
    const scaled = specified(objects, 'HorizontalPodAutoscaler').map(
      ({ spec }) => (spec.scaleTargetRef as { readonly name: string }).name,
    )
    for (const { metadata, spec } of deployments())
      expect(spec.replicas === undefined, metadata.name).toBe(scaled.includes(metadata.name))
    expect(deployments().map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(scaled))
  })

  test('keep a budget of disruptions only for pods that are more than one', () => {
    for (const { metadata, spec } of specified(objects, 'PodDisruptionBudget')) {
      expect(podsBy((spec.selector as Selector).matchLabels)).toHaveLength(1)
      const scaler = specified(objects, 'HorizontalPodAutoscaler').find(
        (one) => one.metadata.name === metadata.name,
      )
      expect(scaler?.spec.minReplicas).toBeGreaterThan(spec.maxUnavailable as number)
    }
  })

  test('run each migration before anything of the release, once', () => {
    for (const { metadata, spec } of specified(objects, 'Job')) {
      expect(metadata.annotations).toMatchObject({
        'helm.sh/hook': 'pre-install,pre-upgrade',
        'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
      })
      expect(spec.backoffLimit).toBe(0)
    }
  })
})
