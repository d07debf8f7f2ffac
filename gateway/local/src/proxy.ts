import type { Exchange } from './exchange.ts'
import { type Connection, UpstreamError } from './upstream/connection.ts'
import type { Upstream } from './upstream/pool.ts'

export type Target = { readonly upstream: Upstream; readonly retries: number }

/** Told once per exchange: the service answered with `status`, or it did not answer at all. */
export type Outcome = { answered(status: number): void; failed(error: UpstreamError): void }

const IDEMPOTENT = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])
/** Ours to say: replaced in `answerHeaders`, as Kong's plugins replace them. */
const OURS = /^(?:x-request-id|access-control-.*)$/i
const passes = new Map<string, boolean>()

/** Sends the exchange to the service, again after a failure where that is safe, and its answer to the client. */
export function forward(exchange: Exchange, body: Buffer | undefined, to: Target & Outcome): void {
  const { response } = exchange
  const head = requestHead(exchange, to.upstream.host, body)
  let connection: Connection | undefined
  let status = 0
  let headers: string[] = []
  let expected = -1
  let begun = false
  let triesLeft = to.retries

  const goneAway = (): void => connection?.destroy()
  response.on('close', goneAway)

  const handler = {
    onHead(code: number, raw: string[], length: number): void {
      status = code
      headers = raw
      expected = length
    },
    onData(chunk: Buffer): void {
      if (!begun && chunk.length === expected) {
        send(chunk) // head and body in one write
        return
      }
      if (!begun && !begin()) return
      if (!response.write(chunk)) {
        connection?.pause()
        response.once('drain', () => connection?.resume())
      }
    },
    onEnd(): void {
      response.off('close', goneAway)
      if (!begun) send(undefined)
      else if (!response.writableEnded) response.end()
    },
    onError(error: UpstreamError): void {
      if (response.destroyed) return
      if (begun) {
        response.destroy() // too late to say anything else
        return
      }
      const again = status === 0 && (error.failure === 'unreachable' || IDEMPOTENT.has(exchange.method))
      if (triesLeft > 0 && again) {
        triesLeft -= 1
        attempt()
        return
      }
      response.off('close', goneAway)
      to.failed(error)
    },
  }
  function begin(): boolean {
    begun = true
    try {
      response.writeHead(status, downstream(headers, exchange.answerHeaders))
    } catch (error) {
      connection?.destroy() // a header that may not be passed on
      to.failed(new UpstreamError('broken', String(error)))
      return false
    }
    to.answered(status)
    return true
  }
  function send(chunk: Buffer | undefined): void {
    if (response.destroyed || response.writableEnded) return
    if (begin()) response.end(chunk)
  }
  function attempt(): void {
    connection = to.upstream.send(head, body, handler)
  }
  attempt()
}

function requestHead(exchange: Exchange, host: string, body: Buffer | undefined): string {
  const { method, path, query, clientIp, seen } = exchange
  const forwardedFor = seen.forwardedFor === undefined ? clientIp : `${seen.forwardedFor}, ${clientIp}`
  const bodyLines = body
    ? `Content-Length: ${body.length}\r\n`
    : method === 'GET'
      ? ''
      : 'Content-Length: 0\r\n'
  return (
    `${method} ${path}${query} HTTP/1.1\r\nHost: ${host}\r\nX-Real-IP: ${clientIp}\r\n` +
    `X-Forwarded-For: ${forwardedFor}\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: ${seen.host}\r\n` +
    `X-Forwarded-Path: ${path}\r\n${bodyLines}${exchange.upstreamLines}\r\n`
  )
}

function downstream(upstream: readonly string[], own: readonly string[]): string[] {
  const headers: string[] = []
  for (let i = 0; i + 1 < upstream.length; i += 2) {
    const name = upstream[i] ?? ''
    if (isPassed(name)) headers.push(name, upstream[i + 1] ?? '')
  }
  for (const value of own) headers.push(value)
  return headers
}

function isPassed(name: string): boolean {
  const known = passes.get(name)
  if (known !== undefined) return known
  const passed = !OURS.test(name)
  if (passes.size < 1000) passes.set(name, passed)
  return passed
}
