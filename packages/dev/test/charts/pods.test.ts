import { beforeAll, describe, expect, test } from 'vitest'
import { containersOf, type KubernetesObject, type Pod, podsOf } from './support/objects.ts'
import { RENDERINGS, rendered } from './support/render.ts'

describe.each(RENDERINGS)('$chart with the $set values', ({ chart, set }) => {
  let objects: readonly KubernetesObject[]
  let pods: readonly Pod[]
  beforeAll(() => {
    objects = rendered(chart, set)
    pods = podsOf(objects)
  })
  const containers = () =>
    pods.flatMap((pod) =>
      containersOf(pod).map((container) => ({ of: `${pod.kind} ${pod.name} ${container.name}`, container })),
    )

  test('runs nothing as root, writes to no root file system, and holds no token', () => {
    expect(pods.length).toBeGreaterThan(0)
    for (const { name, spec } of pods) {
      expect(spec.automountServiceAccountToken, name).toBe(false)
      expect(spec.securityContext, name).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      })
      expect(spec.securityContext?.runAsUser, name).toBeGreaterThan(0)
      expect(spec.securityContext?.runAsGroup, name).toBeGreaterThan(0)
    }
    for (const { of, container } of containers())
      expect(container.securityContext, of).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
  })

  test('bounds the memory of every container and asks for what it needs', () => {
    for (const { of, container } of containers())
      expect(container.resources, of).toMatchObject({
        requests: { cpu: expect.anything(), memory: expect.anything() },
        limits: { memory: expect.anything() },
      })
  })

  test('probes every server at start, for life and for traffic', () => {
    for (const { name, spec } of pods.filter(({ kind }) => kind === 'Deployment'))
      for (const container of spec.containers)
        expect(Object.keys(container), `${name} ${container.name}`).toEqual(
          expect.arrayContaining(['startupProbe', 'livenessProbe', 'readinessProbe']),
        )
  })

  test('names a version of every image', () => {
    for (const { of, container } of containers())
      expect(container.image, of).toMatch(/(:\d[\w.-]*|@sha256:\w{64})$/)
  })

  test('asks the cluster for no right at all', () => {
    expect(objects.map(({ kind }) => kind).filter((kind) => /Role/.test(kind))).toEqual([])
  })
})
