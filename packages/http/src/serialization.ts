import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'

const build = SerializerSelector()

/**
 * JSON Schema has "or null" only as a choice of two schemas, for which the serializer would check each value against
 * both with Ajv, formats included, and keep a compiled check for each. It has a word of its own for this one.
 */
export const buildSerializer: typeof build = (externalSchemas, options) => {
  const compile = build(externalSchemas, options)
  return (route) => compile({ ...route, schema: sayNullable(route.schema) })
}

function sayNullable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(sayNullable)
  if (schema === null || typeof schema !== 'object') return schema
  const { anyOf, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, sayNullable(value)]),
  )
  if (!Array.isArray(anyOf)) return anyOf === undefined ? rest : { ...rest, anyOf }
  const others: unknown[] = anyOf.filter((choice) => !isNull(choice))
  const [only] = others
  const isOptional = others.length === 1 && others.length < anyOf.length
  // Ajv, which still judges the other choices, knows the word beside a type alone.
  return isOptional && only !== null && typeof only === 'object' && 'type' in only
    ? { ...rest, ...only, nullable: true }
    : { ...rest, anyOf }
}

const isNull = (schema: unknown): boolean =>
  schema !== null && typeof schema === 'object' && 'type' in schema && schema.type === 'null'
