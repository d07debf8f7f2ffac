import type { Schema, Value, Values } from './value.ts'

export type Definitions = Readonly<Record<string, Schema>>

const DRAFT = 'http://json-schema.org/draft-07/schema#'

/**
 * The values.schema.json of a chart: its values and nothing else. `beside` are properties that no values.yaml has,
 * such as `global`. @throws Error for a value whose default does not show its type, or a definition that is not there
 */
export function valuesSchema(
  values: Values,
  { definitions, beside }: { definitions: Definitions; beside: Readonly<Record<string, Schema>> },
): Schema {
  const schema = shape({ ...beside, ...propertiesOf(values, '') })
  const used = usedDefinitions(schema, definitions)
  return { $schema: DRAFT, ...schema, ...(Object.keys(used).length > 0 && { definitions: used }) }
}

const shape = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  properties,
  additionalProperties: false,
})

const propertiesOf = (values: Values, path: string): Record<string, Schema> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, schemaOf(value, `${path}/${key}`)]))

function schemaOf({ text, schema, fallback, below }: Value, path: string): Schema {
  const { $ref, also, ...keywords } = schema
  const refs = [$ref, also].filter((name) => typeof name === 'string').map(refTo)
  const shown =
    typeof $ref === 'string' ? {} : below ? shape(propertiesOf(below, path)) : typeOf(fallback, path)
  const description = text === '' ? {} : { description: text }
  const beside = { ...shown, ...keywords }
  const [only] = refs
  // A draft-07 validator reads nothing beside a `$ref`; people read the description.
  if (only && refs.length === 1 && Object.keys(beside).length === 0) return { ...description, ...only }
  return { ...description, ...beside, ...(refs.length > 0 && { allOf: refs }) }
}

const refTo = (name: string): Schema => ({ $ref: `#/definitions/${name}` })

function typeOf(fallback: unknown, path: string): Schema {
  if (typeof fallback === 'string') return { type: 'string' }
  if (typeof fallback === 'boolean') return { type: 'boolean' }
  if (Number.isInteger(fallback)) return { type: 'integer' }
  throw new Error(`${path}: the default does not show the type; add # @schema {…}`)
}

/** The definitions that are named, and those that these name in turn. */
function usedDefinitions(schema: Schema, all: Definitions): Definitions {
  const names = new Set<string>()
  const visit = (part: Schema): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/definitions\/([^"]+)"/g)) {
      const definition = all[name]
      if (!definition) throw new Error(`no definition is called ${name}`)
      if (names.has(name)) continue
      names.add(name)
      visit(definition)
    }
  }
  visit(schema)
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)))
}
