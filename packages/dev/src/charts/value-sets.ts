import { readFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import { inRoot } from '../paths.ts'
import { UMBRELLA } from './charts.ts'

/** The values that an installation starts from: charts/linli/values-<set>.yaml. */
export const VALUE_SETS = ['minimal', 'production', 'kind'] as const
export type ValueSet = (typeof VALUE_SETS)[number]

/** What a set says to one chart, as YAML: all of it for the umbrella, its own block for a chart that stands alone. */
export function valuesOf(chart: string, set: ValueSet): string {
  const text = readFileSync(inRoot('charts', UMBRELLA, `values-${set}.yaml`), 'utf8')
  if (chart === UMBRELLA) return text
  const { global, [chart]: own } = parse(text, { merge: true }) as Record<string, object | undefined>
  return stringify({ ...own, ...(global && { global }) })
}
