import { type AppError, defineErrors } from '@linli/core'
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import {
  type CallOptions,
  type Client,
  ClientError,
  type ClientMiddlewareCall,
  type CompatServiceDefinition,
  createChannel,
  createClientFactory,
  Metadata,
  Status,
} from 'nice-grpc'
import { type DeadlineOptions, deadlineMiddleware } from 'nice-grpc-client-middleware-deadline'
import { fromClientError } from './error-metadata.ts'
import { recordCalled } from './metrics.ts'

/** Codes 1901–1902 (infrastructure): a peer did not answer. Callers decide how to degrade (product.md §8). */
export const PeerErrors = defineErrors({
  PEER_TIMEOUT: [
    1901,
    'unavailable',
    '服务响应超时（{peer}），请稍后再试',
    'The {peer} service did not answer in time',
  ],
  PEER_UNAVAILABLE: [
    1902,
    'unavailable',
    '服务暂时不可用（{peer}），请稍后再试',
    'The {peer} service is unavailable',
  ],
})

export type ConnectOptions = {
  /** The peer's name for messages and spans. */
  readonly peer: string
  /** Per call, on the wire; 300 unless the process says otherwise (product.md §8). */
  readonly deadlineMs?: number
}

let defaultDeadlineMs = 300

/** Sets the deadline of clients that name none; a process does it once, before it connects. */
export function setDefaultDeadline(ms: number): void {
  defaultDeadlineMs = ms
}

const CHANNEL = {
  'grpc.initial_reconnect_backoff_ms': 100,
  // Despite its name the time a connection attempt may take: a busy peer needs more than a moment.
  'grpc.min_reconnect_backoff_ms': 2_000,
  'grpc.max_reconnect_backoff_ms': 1_000,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
}

export type Peer<Definition extends CompatServiceDefinition> = Client<Definition> & { close(): void }

/**
 * A typed client. Every call carries a deadline and the trace; failures arrive as the AppError the peer threw, or as
 * PEER_TIMEOUT / PEER_UNAVAILABLE. A call that never reached the peer is tried once more: all our methods are reads.
 */
export function connect<Definition extends CompatServiceDefinition>(
  definition: Definition,
  address: string,
  { peer, deadlineMs = defaultDeadlineMs }: ConnectOptions,
): Peer<Definition> {
  const channel = createChannel(address, undefined, CHANNEL)
  channel.getConnectivityState(true) // connects now: a first call should not spend its deadline on a handshake
  const client = createClientFactory()
    .use(deadlineMiddleware)
    .use((call, options) => propagate(call, options, peer)) // outermost: it translates the deadline's error too
    .create(definition, channel)
  const withDeadline = new Proxy<object>(client, {
    get: (target, method) => {
      if (method === 'close') return () => channel.close()
      if (method === 'then') return undefined // a client is no promise, also when an async function returns it
      const call = Reflect.get(target, method) as (
        request: unknown,
        options: CallOptions & DeadlineOptions,
      ) => unknown
      return async (request: unknown) => {
        try {
          return await call(request, { deadline: deadlineMs })
        } catch (error) {
          if (!neverArrived(error)) throw error
          return await call(request, { deadline: deadlineMs })
        }
      }
    },
  })
  return withDeadline as Peer<Definition>
}

async function* propagate<Request, Response>(
  call: ClientMiddlewareCall<Request, Response>,
  options: CallOptions,
  peer: string,
) {
  const span = trace.getTracer('linli.grpc').startSpan(`grpc ${call.method.path}`, { kind: SpanKind.CLIENT })
  const metadata = Metadata(options.metadata)
  propagation.inject(trace.setSpan(context.active(), span), metadata, {
    set: (carrier, key, value) => void carrier.set(key, value),
  })
  let trailer: Metadata | undefined
  const onTrailer = (received: Metadata) => {
    trailer = received
    options.onTrailer?.(received)
  }
  const startedAt = performance.now()
  let status = Status.OK
  try {
    return yield* call.next(call.request, { ...options, metadata, onTrailer })
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR })
    status = error instanceof ClientError ? error.code : Status.UNKNOWN
    throw error instanceof ClientError ? translate(error, trailer, peer) : error
  } finally {
    span.end()
    recordCalled(startedAt, { peer, method: call.method.path, status: Status[status] })
  }
}

function translate(error: ClientError, trailer: Metadata | undefined, peer: string): AppError {
  const known = fromClientError(error, trailer)
  if (known) return known
  return error.code === Status.DEADLINE_EXCEEDED
    ? PeerErrors.PEER_TIMEOUT({ peer }, error)
    : PeerErrors.PEER_UNAVAILABLE({ peer }, error)
}

function neverArrived(error: unknown): boolean {
  return (
    error instanceof Error && error.cause instanceof ClientError && error.cause.code === Status.UNAVAILABLE
  )
}
