import type { Duplex } from 'node:stream'
import type { Answer, Exchange } from './exchange.ts'
import { envelope } from './refusals.ts'

/** Sends an answer of the gateway itself: a preflight, or a refusal in the envelope. @param at Unix milliseconds */
export function say({ response, seen, method, answerHeaders }: Exchange, answer: Answer, at: number): void {
  const { status, headers } = answer
  if (status < 400) {
    response.writeHead(status, [...headers, ...requestIdOf(answerHeaders), 'Content-Length', '0'])
    response.end()
    return
  }
  const body = Buffer.from(envelope(status, seen.language, at))
  const all = [...headers, ...answerHeaders, 'Content-Type', 'application/json; charset=utf-8']
  // As linli-envelope does where the limiter hides its headers.
  if (status === 429 && !headers.includes('Retry-After')) all.push('Retry-After', '1')
  response.writeHead(status, [...all, 'Content-Length', String(body.length)])
  response.end(method === 'HEAD' ? undefined : body)
}

const CLIENT_ERRORS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/** What arrived is no HTTP request: there is no exchange yet, only the socket. @param at Unix milliseconds */
export function sayToSocket(socket: Duplex, error: NodeJS.ErrnoException, at: number): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const status = CLIENT_ERRORS[error.code ?? ''] ?? 400
  const body = envelope(status, 'zh', at)
  const head = `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json; charset=utf-8\r\nConnection: close\r\n`
  socket.end(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}

function requestIdOf(headers: readonly string[]): string[] {
  const at = headers.findIndex((name) => name.toLowerCase() === 'x-request-id')
  return at === -1 ? [] : headers.slice(at, at + 2)
}
