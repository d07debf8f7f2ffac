import { randomUUID } from 'node:crypto'

/** The part of JSON Schema that our bodies use. */
export type Schema = {
  readonly type?: string
  readonly format?: string
  readonly pattern?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly minItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly minProperties?: number
}

const TEXTS = [
  '13900000000',
  '2026-11-22',
  '09:00',
  'sample_12',
  '20261122',
  '123456',
  'a.png',
  'AB',
  '#ffffff',
]

/** The smallest value a schema accepts, so that a refusal is about the caller and not about the body. */
export function sampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf?.[0]) return sampleOf(schema.anyOf[0])
  switch (schema.type) {
    case 'object':
      return sampleObject(schema)
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}))
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return true
    case 'string':
      return sampleText(schema)
    case undefined:
    default:
      return null
  }
}

function sampleObject({ properties = {}, required = [], minProperties = 0 }: Schema): object {
  const optional = Object.keys(properties).filter((name) => !required.includes(name))
  const names = [...required, ...optional.slice(0, Math.max(0, minProperties - required.length))]
  return Object.fromEntries(names.map((name) => [name, sampleOf(properties[name] ?? {})]))
}

function sampleText({
  format,
  pattern,
  minLength = 1,
  maxLength = Number.POSITIVE_INFINITY,
}: Schema): string {
  if (format === 'uuid') return randomUUID()
  if (format === 'date-time') return '2026-11-22T00:00:00.000Z'
  if (format === 'date') return '2026-11-22'
  const wanted = pattern ? new RegExp(pattern, 'u') : /^/
  const texts = [...TEXTS, 'x'.repeat(minLength)].filter(
    ({ length }) => length >= minLength && length <= maxLength,
  )
  return texts.find((text) => wanted.test(text)) ?? 'x'.repeat(minLength)
}
