import { CommonErrors, isAppError } from '@linli/core'
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { CallContext, CompatServiceDefinition, ServiceImplementation } from 'nice-grpc'
import { createServer, type ServerMiddlewareCall, Status } from 'nice-grpc'
import { toServerError } from './error-metadata.ts'
import { recordServed } from './metrics.ts'

export type GrpcLog = { error(fields: object, message: string): void }

/** A definition with the functions that answer it. */
export type Implementation<Deps> = {
  readonly definition: CompatServiceDefinition
  readonly bind: (deps: Deps) => unknown
}

/** Pairs a generated definition with its handlers; a missing or misspelt method does not compile. */
export function implement<Definition extends CompatServiceDefinition, Deps>(
  definition: Definition,
  bind: (deps: Deps) => ServiceImplementation<Definition>,
): Implementation<Deps> {
  return { definition, bind }
}

export type GrpcServer = { readonly port: number; stop(): Promise<void> }

export type ServeOptions<Deps> = {
  readonly deps: Deps
  readonly log: GrpcLog
  /** Recognises what a store throws when it cannot be reached; answered with UNAVAILABLE. */
  readonly isOutage?: (error: unknown) => boolean
}

/**
 * Serves the implementations. Errors become status + `linli-error-bin` metadata; unknown ones become INTERNAL and are
 * logged with their cause. @param address `host:port`; port 0 picks a free one.
 */
export async function serve<Deps>(
  address: string,
  implementations: readonly Implementation<Deps>[],
  { deps, log, isOutage = () => false }: ServeOptions<Deps>,
): Promise<GrpcServer> {
  const server = createServer().use((call, callContext) => answer(call, callContext, { log, isOutage }))
  for (const { definition, bind } of implementations) {
    server.add(definition, bind(deps) as ServiceImplementation<CompatServiceDefinition>)
  }
  const port = await server.listen(address)
  return { port, stop: () => server.shutdown() }
}

async function* answer<Request, Response>(
  call: ServerMiddlewareCall<Request, Response>,
  callContext: CallContext,
  { log, isOutage }: Required<Pick<ServeOptions<unknown>, 'log' | 'isOutage'>>,
) {
  const parent = propagation.extract(context.active(), callContext.metadata, {
    get: (carrier, key) => carrier.get(key)?.toString(),
    keys: (carrier) => [...carrier].map(([key]) => key),
  })
  const span = trace
    .getTracer('linli.grpc')
    .startSpan(`grpc ${call.method.path}`, { kind: SpanKind.SERVER }, parent)
  const within = trace.setSpan(parent, span)
  const startedAt = performance.now()
  let status = Status.OK
  try {
    // One request, one response: iterated inside the span's context so that SQL spans hang below it.
    const iterator = call.next(call.request, callContext)
    for (;;) {
      const step = await context.with(within, () => iterator.next())
      if (step.done) return step.value
      yield step.value
    }
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR })
    status = Status.CANCELLED
    if (isAbort(error)) throw error
    const known = isOutage(error) ? CommonErrors.UNAVAILABLE(undefined, error) : error
    if (!isAppError(error) || error.kind === 'internal')
      log.error({ err: error, method: call.method.path }, 'rpc failed')
    const answered = toServerError(known, callContext.trailer)
    status = answered.code
    throw answered
  } finally {
    span.end()
    recordServed(startedAt, { method: call.method.path, status: Status[status] })
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
