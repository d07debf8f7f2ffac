// Fastify the way we use it: one envelope, one error handler, audiences declared per route, limits in Redis.
export type { RouteAudience } from './auth/authenticate.ts'
export {
  type Admin,
  adminOf,
  type Identity,
  type Staff,
  staffOf,
  type User,
  userOf,
} from './auth/identity.ts'
export {
  type Audience,
  createVerifier,
  type PublicKeys,
  type TokenStates,
  type Verifier,
} from './auth/verifier.ts'
export { type App, createHttp, type HttpOptions, type Routes } from './create-http.ts'
export { decodeCursor, encodeCursor } from './cursor.ts'
export {
  created,
  Envelope,
  ErrorEnvelope,
  IdParams,
  IdSchema,
  ok,
  Page,
  PageQuery,
  TablePage,
  TableQuery,
} from './envelope.ts'
export { IdempotencyHeaders, idempotencyKeyOf, requestHash } from './idempotency.ts'
export { languageOf } from './language.ts'
export { createLimiter, type Limiter, type LimitRule } from './limiter.ts'
export { type OpenApiDocument, openApiOf } from './openapi.ts'
