import { randomUUID } from 'node:crypto'
import type { Exchange } from '../exchange.ts'
import type { PluginConfigs } from '../plugin-schemas.ts'

const IS_ID = /^[A-Za-z0-9_-]{8,64}$/

/** Runs for every answer, also where no route matches. A client's id is kept when it is one (linli-envelope). */
export function correlationId(config: PluginConfigs['correlation-id']): (exchange: Exchange) => void {
  if (config.header_name.toLowerCase() !== 'x-request-id') {
    throw new Error('correlation-id: only header_name X-Request-Id is implemented')
  }
  return (exchange) => {
    const given = exchange.seen.requestId
    const id = given !== undefined && IS_ID.test(given) ? given : randomUUID()
    exchange.upstreamLines += `${config.header_name}: ${id}\r\n`
    exchange.answerHeaders.push(config.header_name, id)
  }
}
