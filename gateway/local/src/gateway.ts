import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '@linli/core'
import { readBody } from './body.ts'
import { type Chain, createChains } from './chains.ts'
import { createCounters } from './counters.ts'
import { type Answer, type Exchange, readHeaders } from './exchange.ts'
import type { KongDocument } from './kong-schema.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { normalisePath } from './path.ts'
import { forward, type Target } from './proxy.ts'
import { envelope } from './refusals.ts'
import { createRouter } from './router.ts'
import { createUpstream, type Upstream } from './upstream/pool.ts'

export type GatewayOptions = {
  readonly redisUrl: string
  readonly clock: Clock
  readonly log: Log
  /** Absent: nothing is counted. */
  readonly metrics?: Metrics | undefined
}

export type Gateway = {
  readonly server: Server
  /** Finishes what is under way, at most for `graceMs`. */
  stop(graceMs: number): Promise<void>
}

type RouteTarget = Target & { readonly chain: Chain; readonly service: string; readonly route: string }

const NOWHERE = { service: '', route: '' }

/**
 * Kong's part for one rendered kong.yml: routes, plugins, proxy.
 * @throws Error when the file asks for something that is not implemented.
 */
export function createGateway(
  document: KongDocument,
  { redisUrl, clock, log, metrics }: GatewayOptions,
): Gateway {
  const counters = createCounters(redisUrl, (error) =>
    log('warn', 'redis is away: limits are off', { error: error.message }),
  )
  const chains = createChains(document, { counters, clock })
  const upstreams = new Map<string, Upstream>()
  let draining = false

  const router = createRouter<RouteTarget>(document, (service, route) => {
    const upstream =
      upstreams.get(service.name) ??
      createUpstream(service.url, { connectMs: service.connect_timeout, readMs: service.read_timeout })
    upstreams.set(service.name, upstream)
    const chain = chains.chainOf(service, route)
    return { upstream, retries: service.retries, chain, service: service.name, route: route.name }
  })

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const startedAt = metrics ? performance.now() : 0
    const exchange = open(request, response)
    chains.identify(exchange)
    chains.cors.decorate(exchange)
    if (draining) exchange.answerHeaders.push('Connection', 'close')
    const target = exchange.path.startsWith('/')
      ? router.find(exchange.method, exchange.path)?.target
      : undefined

    function record(status: number, source: 'service' | 'exit' | 'error'): void {
      const { service, route } = target ?? NOWHERE
      metrics?.record({ service, route, source }, status, performance.now() - startedAt)
    }
    function refuse(answer: Answer, source: 'exit' | 'error'): void {
      record(answer.status, source)
      say(exchange, answer)
    }
    if (!target) {
      refuse({ status: 404, headers: [] }, 'exit')
      return
    }

    const broken = (error: unknown): void => {
      if (response.destroyed) return
      log('error', 'the gateway failed', { path: exchange.path, error: String(error) })
      refuse({ status: 500, headers: [] }, 'error')
    }
    const outcome = {
      answered: (status: number) => record(status, 'service'),
      failed(error: { failure: string; message: string }) {
        log('warn', 'no answer from the service', {
          service: target.service,
          failure: error.failure,
          error: error.message,
        })
        refuse({ status: error.failure === 'timeout' ? 504 : 502, headers: [] }, 'error')
      },
    }
    const proxy = (body: Buffer | undefined): void => forward(exchange, body, { ...target, ...outcome })

    function run(from: number): void {
      const { steps, maxBody } = target?.chain ?? { steps: [], maxBody: 0 }
      for (let i = from; i < steps.length; i++) {
        const answer = steps[i]?.(exchange)
        if (answer instanceof Promise) {
          answer.then((late) => (late ? refuse(late, 'exit') : run(i + 1))).catch(broken)
          return
        }
        if (answer) {
          refuse(answer, 'exit')
          return
        }
      }
      const length = exchange.seen.contentLength
      if (exchange.body || length === undefined || length === '0') {
        proxy(exchange.body)
        return
      }
      readBody(request, maxBody)
        .then((body) => (body ? proxy(body) : refuse({ status: 413, headers: [] }, 'exit')))
        .catch(broken)
    }
    try {
      run(0)
    } catch (error) {
      broken(error)
    }
  }

  function say({ response, seen, method, answerHeaders }: Exchange, { status, headers }: Answer): void {
    if (status < 400) {
      response.writeHead(status, [...headers, ...requestIdOf(answerHeaders), 'Content-Length', '0'])
      response.end()
      return
    }
    const body = Buffer.from(envelope(status, seen.language, clock.now().getTime()))
    const all = [...headers, ...answerHeaders, 'Content-Type', 'application/json; charset=utf-8']
    // As linli-envelope does where the limiter hides its headers.
    if (status === 429 && !headers.includes('Retry-After')) all.push('Retry-After', '1')
    response.writeHead(status, [...all, 'Content-Length', String(body.length)])
    response.end(method === 'HEAD' ? undefined : body)
  }

  const server = createServer(
    {
      keepAliveTimeout: 65_000,
      headersTimeout: 15_000,
      requestTimeout: 60_000,
      maxHeaderSize: 16_384,
      noDelay: true,
    },
    handle,
  )
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
    const status = CLIENT_ERRORS[error.code ?? ''] ?? 400
    const body = envelope(status, 'zh', clock.now().getTime())
    const head = `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json; charset=utf-8\r\nConnection: close\r\n`
    socket.end(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  })

  async function stop(graceMs: number): Promise<void> {
    draining = true
    const closed = new Promise((resolve) => server.close(resolve))
    const force = setTimeout(() => server.closeAllConnections(), graceMs)
    await closed
    clearTimeout(force)
    for (const upstream of upstreams.values()) upstream.close()
    await counters.close()
  }
  return { server, stop }
}

const CLIENT_ERRORS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

const requestIdOf = (headers: readonly string[]): string[] => {
  const at = headers.findIndex((name) => name.toLowerCase() === 'x-request-id')
  return at === -1 ? [] : headers.slice(at, at + 2)
}

function open(request: IncomingMessage, response: ServerResponse): Exchange {
  const url = request.url ?? '/'
  const mark = url.indexOf('?')
  const { seen, lines } = readHeaders(request.rawHeaders)
  return {
    request,
    response,
    method: request.method ?? 'GET',
    path: normalisePath(mark === -1 ? url : url.slice(0, mark)),
    query: mark === -1 ? '' : url.slice(mark),
    clientIp: request.socket.remoteAddress ?? '',
    seen,
    upstreamLines: lines,
    answerHeaders: [],
    caller: undefined,
    body: undefined,
  }
}
