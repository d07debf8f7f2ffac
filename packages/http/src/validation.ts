import ajvCompiler, { type BuildCompilerFromPool } from '@fastify/ajv-compiler'

const build = ajvCompiler()

const strict = { coerceTypes: false, removeAdditional: false, allErrors: false } as const
/** `array`: one query value is also a list of one. */
const lenient = { ...strict, coerceTypes: 'array' } as const

/**
 * Text from URL and headers is converted to what the schema asks for. A JSON body has types of its own, and converting
 * them would turn `null` into an amount of 0 and `true` into 1.
 */
export const buildValidator: BuildCompilerFromPool = (externalSchemas) => {
  const ofBody = build(externalSchemas, { customOptions: strict })
  const ofText = build(externalSchemas, { customOptions: lenient })
  // The compiler's types say "schema", but it is given the route's part with its schema.
  return (part) =>
    typeof part === 'object' && 'httpPart' in part && part.httpPart === 'body' ? ofBody(part) : ofText(part)
}
