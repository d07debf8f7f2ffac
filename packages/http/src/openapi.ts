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

/** The OpenAPI 3.1 document of a ready app. */
export function openApiOf(app: FastifyInstance): OpenApiDocument {
  return app.swagger() as OpenApiDocument
}
