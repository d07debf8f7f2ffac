import { type AppError, type Clock, CommonErrors, HTTP_STATUS, isAppError } from '@linli/core'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { languageOf } from './language.ts'

/** The one place where errors become answers. */
export function installErrorHandler(app: FastifyInstance, clock: Clock): void {
  app.setErrorHandler((error: FastifyError | AppError, request, reply) => {
    const known = normalize(error)
    const status = statusOf(known)
    if (status >= 500) request.log.error({ err: error, code: known.code }, 'request failed')
    else request.log.info({ code: known.code, errorId: known.id, status }, 'request refused')
    return refuse(request, reply, { error: known, clock })
  })
  app.setNotFoundHandler((request, reply) => refuse(request, reply, { error: CommonErrors.NOT_FOUND(), clock }))
}

function refuse(request: FastifyRequest, reply: FastifyReply, { error, clock }: { error: AppError; clock: Clock }) {
  const { retryAfter } = error.details
  if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter)
  if (error.kind === 'unauthenticated') reply.header('www-authenticate', 'Bearer')
  const silent = error.kind === 'internal' || Object.keys(error.details).length === 0
  const answer = {
    code: error.code,
    message: error.text(languageOf(request)),
    data: silent ? null : error.details,
    timestamp: Math.floor(clock.now().getTime() / 1000),
  }
  return reply.code(statusOf(error)).type('application/json; charset=utf-8').send(JSON.stringify(answer))
}

/** 413 and 415 are the two refusals whose status is finer than their kind. */
function statusOf(error: AppError): number {
  return error.code === 413 || error.code === 415 ? error.code : HTTP_STATUS[error.kind]
}

/** A value PostgreSQL could not take (class 22: data exception) is the client's, not ours. */
const DATA_EXCEPTION = /^22/

function normalize(error: FastifyError | AppError): AppError {
  if (isAppError(error)) return error
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
  if (error.code && DATA_EXCEPTION.test(error.code)) return CommonErrors.INVALID_REQUEST(undefined, error)
  return CommonErrors.INTERNAL(undefined, error)
}
