import { expect } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { LEAF_CHARTS, UMBRELLA } from '../../../src/charts/charts.ts'
import { helm, KUBE_VERSION } from '../../../src/charts/helm.ts'
import { VALUE_SETS, type ValueSet, valuesOf } from '../../../src/charts/value-sets.ts'
import type { KubernetesObject } from './objects.ts'

export const CHARTS = [...LEAF_CHARTS, UMBRELLA]
/** Every chart with every set of values. */
export const RENDERINGS = CHARTS.flatMap((chart) => VALUE_SETS.map((set) => ({ chart, set })))

/** The objects that Helm makes of a chart; hooks among them. */
export function rendered(chart: string, set: ValueSet, flags: readonly string[] = []): KubernetesObject[] {
  const args = ['template', 'linli', chart, '--kube-version', KUBE_VERSION, '--values', '-', ...flags]
  const { status, stdout, stderr } = helm(args, valuesOf(chart, set))
  expect(stderr, `${chart} ${set}`).toBe('')
  expect(status, `${chart} ${set}`).toBe(0)
  return parseAllDocuments(stdout).flatMap((document) => {
    const object = document.toJS() as KubernetesObject | null
    return object ? [object] : []
  })
}

/** What Helm says against values; fails when it takes them. */
export function refusal(chart: string, set: ValueSet, flags: readonly string[]): string {
  const { status, stderr } = helm(
    ['template', 'linli', chart, '--values', '-', ...flags],
    valuesOf(chart, set),
  )
  expect(status, `helm takes ${flags.join(' ')}`).not.toBe(0)
  return stderr
}
