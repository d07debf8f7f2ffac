import { STATUS_CODES } from 'node:http'
import { type Clock, CommonErrors } from '@linli/core'
import type { FastifyServerOptions } from 'fastify'
import { refusalOf, refuse } from './error-handler.ts'

type Options = Pick<FastifyServerOptions, 'frameworkErrors' | 'clientErrorHandler'>

const STATUS: Record<string, number> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }

/** The envelope where Fastify has no route yet (a path that is no URL) and where Node has no request (broken HTTP). */
export const malformedRequests = (clock: Clock): Options => ({
  frameworkErrors(error, request, reply) {
    void refuse(request, reply, { error: CommonErrors.INVALID_REQUEST(undefined, error), clock })
  },
  clientErrorHandler(error, socket) {
    if (error.code === 'ECONNRESET' || !socket.writable) return
    const status = STATUS[error.code ?? ''] ?? 400
    const body = JSON.stringify(refusalOf(CommonErrors.INVALID_REQUEST(), 'zh', clock))
    socket.end(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'content-type: application/json; charset=utf-8',
        `content-length: ${Buffer.byteLength(body)}`,
        'connection: close',
        '',
        body,
      ].join('\r\n'),
    )
  },
})
