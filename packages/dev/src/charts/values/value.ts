import { readFileSync } from 'node:fs'
import { type Document, isMap, isNode, isScalar, LineCounter, parse, parseDocument, type YAMLMap } from 'yaml'
import { inRoot } from '../../paths.ts'

/** A JSON Schema, or a part of one. */
export type Schema = { readonly [keyword: string]: unknown }

/** One value of a chart as its values.yaml has it. */
export type Value = {
  /** What the comment `# --` says; empty without one. */
  readonly text: string
  /**
   * What the comment `# @schema` says beyond what the default shows: keywords of JSON Schema; `$ref` names a definition
   * that takes the place of what the default shows, `also` one that stands beside it.
   */
  readonly schema: Schema
  /** The value itself, as JSON. */
  readonly fallback: unknown
  /** The values below a mapping; undefined for everything else. */
  readonly below: Values | undefined
}

export type Values = Readonly<Record<string, Value>>

/** The values of a chart in charts/, with their comments. @throws Error for a values.yaml that is no mapping */
export function readValues(chart: string): Values {
  const file = inRoot('charts', chart, 'values.yaml')
  const text = readFileSync(file, 'utf8')
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  const [problem] = document.errors
  if (problem) throw new Error(`${file}: ${problem.message}`)
  if (!isMap(document.contents)) throw new Error(`${file} is no mapping`)
  const lines = text.split('\n')
  const commentOf = (offset: number) => commentAt(lines, counter.linePos(offset).line - 1)
  return valuesOf(document.contents, { document, commentOf })
}

type Comment = { readonly text: string; readonly schema: Schema }

type Source = { readonly document: Document; readonly commentOf: (offset: number) => Comment }

function valuesOf(map: YAMLMap, source: Source): Values {
  return Object.fromEntries(
    map.items.map(({ key, value }) => {
      if (!isScalar(key) || !key.range) throw new Error(`a key is no plain word: ${String(key)}`)
      const below = isMap(value) && value.items.length > 0 ? valuesOf(value, source) : undefined
      const fallback: unknown = below ? fallbacks(below) : isNode(value) ? value.toJS(source.document) : value
      return [String(key.value), { ...source.commentOf(key.range[0]), fallback, below }]
    }),
  )
}

/** The defaults alone. */
export const fallbacks = (values: Values): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([key, { fallback }]) => [key, fallback]))

/** The comment lines right above a key, and the one that ends its line. */
function commentAt(lines: readonly string[], at: number): Comment {
  let first = at
  while (/^\s*#/.test(lines[first - 1] ?? '')) first -= 1
  const above = lines.slice(first, at).map((line) => line.replace(/^\s*# ?/, ''))
  const start = above.findLastIndex((line) => line.startsWith('-- '))
  const text = start < 0 ? '' : above.slice(start).join(' ').replace(/^-- /, '')
  const schema = / # @schema (\{.*\})$/.exec(lines[at] ?? '')?.[1]
  return { text, schema: schema === undefined ? {} : (parse(schema) as Schema) }
}

/** `upper` over `lower`: a default is replaced, mappings are merged, and what only `lower` explains stays explained. */
export function overlay(lower: Values, upper: Values): Values {
  const keys = [...new Set([...Object.keys(lower), ...Object.keys(upper)])]
  return Object.fromEntries(
    keys.flatMap((key) => {
      const [under, over] = [lower[key], upper[key]]
      const value = under && over ? merged(under, over) : (over ?? under)
      return value ? [[key, value]] : []
    }),
  )
}

function merged(under: Value, over: Value): Value {
  const below = under.below && over.below ? overlay(under.below, over.below) : (over.below ?? under.below)
  return {
    text: over.text || under.text,
    schema: Object.keys(over.schema).length > 0 ? over.schema : under.schema,
    fallback: below ? fallbacks(below) : over.fallback,
    below,
  }
}

/** Of `values` only what `own` has as well, explained as in `values`, with the defaults of `own`. */
export const narrowed = (values: Values, own: Values): Values =>
  Object.fromEntries(
    Object.entries(own).map(([key, value]) => {
      const { text = '', schema = {}, below } = values[key] ?? {}
      const under = below && value.below ? narrowed(below, value.below) : value.below
      return [key, { ...value, text, schema, below: under }]
    }),
  )
