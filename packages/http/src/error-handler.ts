import { type AppError, type Clock, CommonErrors, HTTP_STATUS, isAppError, type Lang } from '@linli/core'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import type { ErrorEnvelope } from './envelope.ts'
import { languageOf } from './language.ts'

type Options = {
  readonly clock: Clock
  /** Recognises what a store throws when it cannot be reached: the caller may try again. */
  readonly isOutage?: (error: unknown) => boolean
}

/** The one place where errors become answers. */
export function installErrorHandler(app: FastifyInstance, { clock, isOutage = () => false }: Options): void {
  app.setErrorHandler((error: unknown, request, reply) => {
    const known = isOutage(error) ? CommonErrors.UNAVAILABLE(undefined, error) : normalize(error)
    const status = statusOf(known)
    if (status >= 500) request.log.error({ err: error, code: known.code }, 'request failed')
    else request.log.info({ code: known.code, errorId: known.id, status }, 'request refused')
    return refuse(request, reply, { error: known, clock })
  })
  app.setNotFoundHandler((request, reply) =>
    refuse(request, reply, { error: CommonErrors.NOT_FOUND(), clock }),
  )
}

type Refusal = { error: AppError; clock: Clock }

/** Sends the envelope of an error in the caller's language. */
export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  { error, clock }: Refusal,
): FastifyReply {
  const { retryAfter } = error.details
  if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter)
  if (error.kind === 'unauthenticated') reply.header('www-authenticate', 'Bearer')
  const answer = refusalOf(error, languageOf(request), clock)
  return reply.code(statusOf(error)).type('application/json; charset=utf-8').send(JSON.stringify(answer))
}

export function refusalOf(error: AppError, language: Lang, clock: Clock): Static<typeof ErrorEnvelope> {
  const silent = error.kind === 'internal' || Object.keys(error.details).length === 0
  return {
    code: error.code,
    message: error.text(language),
    data: silent ? null : error.details,
    timestamp: Math.floor(clock.now().getTime() / 1000),
  }
}

/** 413 and 415 are the two refusals whose status is finer than their kind. */
function statusOf(error: AppError): number {
  return error.code === 413 || error.code === 415 ? error.code : HTTP_STATUS[error.kind]
}

/** A value PostgreSQL could not take (class 22: data exception) is the client's, not ours. */
const DATA_EXCEPTION = /^22...$/

function normalize(thrown: unknown): AppError {
  if (isAppError(thrown)) return thrown
  if (!(thrown instanceof Error)) return CommonErrors.INTERNAL(undefined, thrown)
  const error: Error & Partial<FastifyError> = thrown
  if (error.validation) {
    const fields = error.validation.map((issue) => ({
      path: `${error.validationContext ?? 'body'}${issue.instancePath}`,
      message: issue.message ?? 'invalid',
      ...(issue.keyword === 'additionalProperties' && { unknown: issue.params.additionalProperty }),
    }))
    return CommonErrors.INVALID_REQUEST({ fields }, error)
  }
  if (error.statusCode === 413) return CommonErrors.PAYLOAD_TOO_LARGE(undefined, error)
  if (error.statusCode === 415) return CommonErrors.UNSUPPORTED_MEDIA_TYPE(undefined, error)
  if (error.statusCode === 503) return CommonErrors.UNAVAILABLE(undefined, error)
  if (error.statusCode && error.statusCode < 500) return CommonErrors.INVALID_REQUEST(undefined, error)
  if (typeof error.code === 'string' && DATA_EXCEPTION.test(error.code))
    return CommonErrors.INVALID_REQUEST(undefined, error)
  return CommonErrors.INTERNAL(undefined, error)
}
