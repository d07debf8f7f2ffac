import { CommonErrors } from '@linli/core'
import type { FastifyInstance } from 'fastify'

/**
 * Parses JSON bodies. Refuses what passes a JSON parser and breaks later: prototype keys, NUL and lone surrogates
 * (PostgreSQL stores neither), invalid UTF-8.
 */
export function installJsonParser(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  const parse = app.getDefaultJsonParser('error', 'error')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined)
    let text: string
    try {
      text = decoder.decode(body as Buffer)
    } catch (error) {
      return done(CommonErrors.INVALID_REQUEST({ reason: 'utf-8' }, error))
    }
    if (text.includes('\\u') && !withoutEscapedBackslashes(text).split(ESCAPED_UNITS).every(isHarmless)) {
      return done(CommonErrors.INVALID_REQUEST({ reason: 'text' }))
    }
    return parse(request, text, done)
  })
}

/** Somebody may well write about `\\u0000`. */
const withoutEscapedBackslashes = (text: string) => text.replaceAll('\\\\', '')

/** Splits out runs of `\uXXXX` so that each run can be decoded on its own. */
const ESCAPED_UNITS = /((?:\\u[0-9a-fA-F]{4})+)/
const RUN = /^(?:\\u[0-9a-fA-F]{4})+$/

function isHarmless(piece: string): boolean {
  if (!RUN.test(piece)) return true
  const decoded = piece.replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return decoded.isWellFormed() && !decoded.includes('\u0000')
}
