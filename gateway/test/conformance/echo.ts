import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What an echo service saw of a request. */
export type Echo = {
  service: string
  method: string
  url: string
  headers: Record<string, string | string[] | undefined>
  bodyBytes: number
  /** How often a request with this `x-echo-id` has arrived; `x-echo-count` asks without counting. */
  arrivals: number
}

export type EchoService = { name: string; origin: string; stop(): Promise<void> }

/**
 * A service that answers what it saw. `x-echo-delay-ms`, `x-echo-status`, `x-echo-bytes` (a chunked body of that size)
 * and `x-echo-abort` (closes without an answer) of the request say how.
 */
export async function startEcho(name: string, port = 0): Promise<EchoService> {
  const arrivals = new Map<string, number>()
  const server = createServer((request, response) => {
    const asked = one(request, 'x-echo-count')
    const id = asked || one(request, 'x-echo-id')
    if (!asked) arrivals.set(id, (arrivals.get(id) ?? 0) + 1)
    let bodyBytes = 0
    request.on('data', (chunk: Buffer) => {
      bodyBytes += chunk.length
    })
    request.on('end', () => {
      const delay = Number(one(request, 'x-echo-delay-ms') || 0)
      const seen = { name, bodyBytes, arrivals: arrivals.get(id) ?? 0 }
      if (delay === 0) answer(request, response, seen)
      else setTimeout(() => answer(request, response, seen), delay).unref()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return { name, origin: `http://127.0.0.1:${addressOf(server).port}`, stop: () => stop(server) }
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  seen: { name: string; bodyBytes: number; arrivals: number },
): void {
  if (one(request, 'x-echo-abort')) return void request.socket.destroy()
  const bytes = Number(one(request, 'x-echo-bytes') || 0)
  response.statusCode = Number(one(request, 'x-echo-status') || 200)
  response.setHeader('X-Request-Id', 'set-by-the-service')
  if (bytes > 0) {
    for (let sent = 0; sent < bytes; sent += 65_536)
      response.write('x'.repeat(Math.min(65_536, bytes - sent)))
    response.end()
    return
  }
  response.setHeader('Content-Type', 'application/json; charset=utf-8')
  const echo: Echo = {
    service: seen.name,
    method: request.method ?? '',
    url: request.url ?? '',
    headers: request.headers,
    bodyBytes: seen.bodyBytes,
    arrivals: seen.arrivals,
  }
  response.end(JSON.stringify(echo))
}

function one(request: IncomingMessage, name: string): string {
  const value = request.headers[name]
  return typeof value === 'string' ? value : ''
}

function addressOf(server: Server): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the echo service does not listen')
  return address
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
