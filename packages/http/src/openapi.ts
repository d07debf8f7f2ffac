import { isDeepStrictEqual } from 'node:util'
import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify'
import type { OpenAPIV3_1 } from 'openapi-types'
import { ErrorEnvelope } from './envelope.ts'

export type OpenApiDocument = OpenAPIV3_1.Document

/** The document is made from the routes themselves, with who may call (`x-audience`, `x-permission`) per operation. */
export async function installOpenApi(app: FastifyInstance, name: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: `Linli ${name}-service`, version: '1.0.0' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
    transform: ({ schema, url, route }) => ({
      url,
      schema: describe(schema ?? {}, route),
    }),
  })
}

function describe(schema: FastifySchema, route: RouteOptions) {
  const { audience, permission, hidden } = route.config ?? {}
  if (!audience || hidden) return { ...schema, hide: true }
  const responses = schema.response
  return {
    ...schema,
    ...(audience !== 'public' && { security: [{ bearer: [] }] }),
    'x-audience': audience,
    ...(permission && { 'x-permission': permission }),
    response: {
      ...(typeof responses === 'object' ? responses : {}),
      '4xx': ErrorEnvelope,
      '5xx': ErrorEnvelope,
    },
  }
}

/**
 * The OpenAPI 3.1 document of a ready app. What an answer holds is said once: a schema with a title stands in
 * `components.schemas`, and a `$ref` to it wherever it is used. @throws Error when two schemas share a title
 */
export function openApiOf(app: FastifyInstance): OpenApiDocument {
  const { paths = {}, components, ...document } = app.swagger() as OpenApiDocument
  const schemas: Schemas = {}
  const shared = mapValues(paths, (operations) =>
    mapValues(operations ?? {}, (part: unknown) =>
      isOperation(part) ? { ...part, responses: shareTitled(part.responses, schemas) } : part,
    ),
  )
  const sorted = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)))
  return { ...document, components: { ...components, schemas: sorted }, paths: shared }
}

// Copies throughout: Fastify keeps the document that it made, and gives the same one the next time.
const mapValues = <Value, Result>(record: Readonly<Record<string, Value>>, map: (value: Value) => Result) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))

const isOperation = (part: unknown): part is OpenAPIV3_1.OperationObject =>
  typeof part === 'object' && part !== null && 'responses' in part

type Schemas = NonNullable<OpenAPIV3_1.ComponentsObject['schemas']>

/** A copy in which every titled schema is a reference; the schemas themselves go into `schemas`. */
function shareTitled<Part>(part: Part, schemas: Schemas): Part
function shareTitled(part: unknown, schemas: Schemas): unknown {
  if (Array.isArray(part)) return part.map((item: unknown) => shareTitled(item, schemas))
  if (part === null || typeof part !== 'object') return part
  const copy: Record<string, unknown> = mapValues({ ...part }, (value: unknown) =>
    shareTitled(value, schemas),
  )
  const { title } = copy
  if (typeof title !== 'string') return copy
  if (schemas[title] && !isDeepStrictEqual(schemas[title], copy))
    throw new Error(`two schemas are called ${title}`)
  schemas[title] = copy
  return { $ref: `#/components/schemas/${title}` }
}
