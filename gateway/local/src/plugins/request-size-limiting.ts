import { readBody } from '../body.ts'
import type { Answer, Step } from '../exchange.ts'
import type { PluginConfigs } from '../plugin-schemas.ts'

const UNIT_BYTES = { megabytes: 2 ** 20, kilobytes: 2 ** 10, bytes: 1 }
const TOO_LARGE: Answer = { status: 413, headers: [] }

export const sizeLimitOf = (config: PluginConfigs['request-size-limiting']): number =>
  config.allowed_payload_size * UNIT_BYTES[config.size_unit]

/** A declared length is refused before a byte is read; a chunked body is read up to the limit. */
export function requestSizeLimiting(config: PluginConfigs['request-size-limiting']): Step {
  const limit = sizeLimitOf(config)
  return (exchange) => {
    const { contentLength, transferEncoding } = exchange.seen
    if (contentLength !== undefined && Number(contentLength) > limit) return TOO_LARGE
    if (transferEncoding === undefined) return undefined
    return readBody(exchange.request, limit).then((body) => {
      if (!body) return TOO_LARGE
      exchange.body = body
      return undefined
    })
  }
}
