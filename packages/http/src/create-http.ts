import helmet from '@fastify/helmet'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { type Clock, newId } from '@linli/core'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  LogController,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
  type RouteOptions,
} from 'fastify'
import { authenticate, type RouteAudience } from './auth/authenticate.ts'
import type { Verifier } from './auth/verifier.ts'
import { installErrorHandler } from './error-handler.ts'
import { installJsonParser } from './json-body.ts'
import type { Limiter, LimitRule } from './limiter.ts'
import { malformedRequests } from './malformed.ts'
import { installMetrics } from './metrics.ts'
import { installOpenApi, openApiOf } from './openapi.ts'
import { buildSerializer } from './serialization.ts'
import { installTracing } from './tracing.ts'
import { buildValidator } from './validation.ts'

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** A slice's HTTP door: registers its routes below `/api/v1`. Must not touch `deps` before a request comes. */
export type Routes<Deps> = (app: App, deps: Deps) => void

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call; a route without it does not start. */
    audience?: RouteAudience
    /** What a staff member or administrator must be allowed to do. */
    permission?: string
    /** Sliding-window limit per caller (the user, else the address). */
    limit?: LimitRule
    /** Kept out of the OpenAPI document (and so out of the gateway). */
    hidden?: boolean
  }
}

export type HttpOptions<Deps> = {
  readonly name: string
  readonly routes: readonly Routes<Deps>[]
  readonly deps: Deps
  readonly verify: Verifier
  readonly limiter: Limiter
  readonly clock: Clock
  readonly logger?: FastifyBaseLogger
  /** Recognises what a store throws when it cannot be reached; answered with 503. */
  readonly isOutage?: (error: unknown) => boolean
  /** Proxies whose X-Forwarded-For is believed (addresses, or `loopback`, `uniquelocal`). */
  readonly trustedProxies?: string
}

const BODY_LIMIT_BYTES = 256 * 1024
const REQUEST_TIMEOUT_MS = 15_000
/** Longer than the gateway keeps idle connections, so that we never close one it is about to use. */
const KEEP_ALIVE_MS = 75_000
const REQUEST_ID = /^[\w.-]{8,64}$/

/** An app with the envelope, errors, auth, limits, tracing and OpenAPI of every service; not yet listening. */
export async function createHttp<Deps>(options: HttpOptions<Deps>): Promise<App> {
  const { name, routes, deps, clock, logger } = options
  const app: App = Fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    return503OnClosing: false, // what arrives while the last requests end is one of them
    trustProxy: options.trustedProxies ?? false,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request) => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId(clock.now())
    },
    schemaController: { compilersFactory: { buildSerializer, buildValidator } },
    ...malformedRequests(clock),
  }).withTypeProvider<TypeBoxTypeProvider>()

  installErrorHandler(app, options)
  installJsonParser(app)
  installTracing(app)
  installMetrics(app)
  app.decorateRequest('identity', null)
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id))
  await app.register(helmet, { global: true, contentSecurityPolicy: false })
  await installOpenApi(app, name)
  app.addHook('onRoute', (route) => guard(route, options))
  for (const register of routes) {
    await app.register(async (scope) => register(scope.withTypeProvider<TypeBoxTypeProvider>(), deps), {
      prefix: '/api/v1',
    })
  }
  app.get('/openapi.json', { schema: { hide: true } }, async () => openApiOf(app))
  return app
}

/** Puts authentication and limits in front of a route; a route that does not say who may call it does not start. */
function guard<Deps>(route: RouteOptions, { verify, limiter, clock }: HttpOptions<Deps>): void {
  if (!route.url.startsWith('/api/')) return
  const { audience, permission, limit } = route.config ?? {}
  if (!audience) throw new Error(`${String(route.method)} ${route.url} does not declare its audience`)
  route.onRequest = [
    ...[route.onRequest ?? []].flat(),
    (request) => authenticate(request, verify, { audience, ...(permission && { permission }) }),
  ]
  if (limit) {
    route.preHandler = [
      ...[route.preHandler ?? []].flat(),
      (request) => limiter(limit, request.identity?.id ?? request.ip, clock.now().getTime()),
    ]
  }
}
