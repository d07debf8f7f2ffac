import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Clock } from '@linli/core'
import { say, sayToSocket } from './answers.ts'
import { type Chain, createChains } from './chains.ts'
import { createCounters } from './counters.ts'
import { type Answer, type Exchange, readHeaders } from './exchange.ts'
import type { KongDocument } from './kong-schema.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { normalisePath } from './path.ts'
import { runChain } from './pipeline.ts'
import { forward, type Target } from './proxy.ts'
import { createRouter } from './router.ts'
import type { UpstreamError } from './upstream/connection.ts'
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
  const counters = createCounters(redisUrl, (error) => {
    if (error) log('warn', 'Redis is away: nothing is limited', { error: error.message })
    else log('info', 'Redis counts the limits')
  })
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
    const target = router.find(exchange.method, exchange.path)?.target

    function record(status: number, source: 'service' | 'exit' | 'error'): void {
      const { service, route } = target ?? NOWHERE
      metrics?.record({ service, route, source }, status, performance.now() - startedAt)
    }
    function refuse(answer: Answer, source: 'exit' | 'error'): void {
      record(answer.status, source)
      say(exchange, answer, clock.now().getTime())
    }
    if (!target) {
      refuse({ status: exchange.path === '' ? 400 : 404, headers: [] }, 'exit')
      return
    }

    const failed = (error: unknown): void => {
      if (response.destroyed) return // the client went away
      log('error', 'the gateway failed', { path: exchange.path, error: String(error) })
      if (response.headersSent) response.destroy()
      else refuse({ status: 500, headers: [] }, 'error')
    }
    const outcome = {
      answered: (status: number) => record(status, 'service'),
      failed({ failure, message }: UpstreamError) {
        log('warn', 'no answer from the service', { upstream: target.service, failure, error: message })
        refuse({ status: failure === 'timeout' ? 504 : 502, headers: [] }, 'error')
      },
    }
    try {
      runChain(exchange, target.chain, {
        refused: (answer) => refuse(answer, 'exit'),
        admitted: (body) => forward(exchange, body, { ...target, ...outcome }),
        failed,
      })
    } catch (error) {
      failed(error)
    }
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
  server.on('clientError', (error, socket) => sayToSocket(socket, error, clock.now().getTime()))

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

function open(request: IncomingMessage, response: ServerResponse): Exchange {
  const url = request.url ?? '/'
  const mark = url.indexOf('?')
  const { seen, lines } = readHeaders(request.rawHeaders)
  return {
    request,
    response,
    method: request.method ?? 'GET',
    path: normalisePath(mark === -1 ? url : url.slice(0, mark)) ?? '',
    query: mark === -1 ? '' : url.slice(mark),
    clientIp: request.socket.remoteAddress ?? '',
    seen,
    upstreamLines: lines,
    answerHeaders: [],
    caller: undefined,
    body: undefined,
  }
}
