import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Definition, Settings } from '../../docs/definition.ts'
import { inRoot } from '../../paths.ts'
import { LIBRARY } from '../charts.ts'
import { DEFINITIONS } from './definitions.ts'
import { type Definitions, valuesSchema } from './schema.ts'
import { settingsDefinitions } from './settings-schema.ts'
import { fallbacks, overlay, readValues, type Schema, type Value, type Values } from './value.ts'

type Dependency = { readonly name: string; readonly 'import-values'?: readonly string[] }

/** What Chart.yaml says, as far as the documents of a chart need it. */
export type Chart = {
  readonly name: string
  readonly description: string
  readonly type: 'application' | 'library'
  readonly dependencies?: readonly Dependency[]
}

export const readChart = (name: string): Chart =>
  parse(readFileSync(inRoot('charts', name, 'Chart.yaml'), 'utf8')) as Chart

/** The part of the library's values that a chart takes over; the library's name for it. */
const importedPart = ({ dependencies = [] }: Chart): string | undefined =>
  dependencies.flatMap((dependency) => dependency['import-values'] ?? [])[0]

/** A part of the library's values, such as `defaults`. @throws Error when there is none */
export function libraryValues(part: string): Values {
  const values = readValues(LIBRARY).exports?.below?.[part]?.below
  if (!values) throw new Error(`charts/${LIBRARY}/values.yaml exports no ${part}`)
  return values
}

/** All values of a chart: its own over those that it takes over from the library. */
export function allValues(chart: Chart): Values {
  const part = importedPart(chart)
  const own = readValues(chart.name)
  return part === undefined ? own : overlay(libraryValues(part), own)
}

/** The settings of a service, its own and those that all have. */
export const settingsOf = (base: Settings, { config }: Definition): Settings => ({
  properties: { ...base.properties, ...config.properties },
  required: [...(base.required ?? []), ...(config.required ?? [])],
})

/** `secretEnv` as the chart has it. */
export const secretEnvOf = (values: Values): readonly string[] =>
  (fallbacks(values).secretEnv ?? []) as readonly string[]

const object: Schema = { type: 'object' }

/** values.schema.json of a chart; a service's needs its settings. */
export function chartSchema(chart: Chart, settings: Settings | undefined): Schema {
  if (chart.type === 'library') return librarySchema()
  const values = allValues(chart)
  const definitions: Definitions = {
    ...DEFINITIONS,
    ...(settings && settingsDefinitions({ settings, secretEnv: secretEnvOf(values) })),
  }
  if (importedPart(chart) === undefined) return umbrellaSchema(chart, { values, definitions })
  // Helm shows a chart the values of its library, and what its parent says about it.
  const beside = { enabled: { type: 'boolean' }, [LIBRARY]: object, global: globalSchema }
  return valuesSchema(values, { definitions, beside })
}

/** Nobody gives values to the library: charts take them over and have them as their own. */
const librarySchema = (): Schema =>
  valuesSchema({}, { definitions: {}, beside: { exports: object, global: object } })

const globalSchema: Schema = {
  type: 'object',
  properties: { imageRegistry: { type: 'string' }, imagePullSecrets: { $ref: '#/definitions/secretNames' } },
  additionalProperties: false,
}

type Parts = { readonly values: Values; readonly definitions: Definitions }

/** What is below the name of a chart is judged by the schema of that chart. */
function umbrellaSchema({ dependencies = [] }: Chart, { values, definitions }: Parts): Schema {
  const names = dependencies.map(({ name }) => name)
  const own = Object.entries(values).filter(([name]) => !names.includes(name))
  const charts = names.map((name): [string, Schema] => [name, chartBlock(values[name], name)])
  return valuesSchema(Object.fromEntries(own), { definitions, beside: Object.fromEntries(charts) })
}

const chartBlock = (value: Value | undefined, name: string): Schema => ({
  description: value?.text || `values of charts/${name}`,
  type: 'object',
  properties: { enabled: { type: 'boolean' } },
})
