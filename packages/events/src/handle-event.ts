import { isAppError } from '@linli/core'
import type { JsMsg } from '@nats-io/jetstream'
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { park, recordFailure } from './dead-events.ts'
import { counter, seconds } from './metrics.ts'
import { isConnectionFailure } from './pool.ts'
import type { EventMeta, Subscription } from './subscription.ts'
import { metaOf, traceOf } from './trace.ts'
import { inTransaction, type TransactionDeps } from './work.ts'

export type HandlerDeps<Db> = TransactionDeps<Db> & {
  readonly log: { info(fields: object, message: string): void; error(fields: object, message: string): void }
  /** Waits before the 2nd, 3rd, … try; after the last the event is parked. */
  readonly backoffMs?: readonly number[]
  /** Wait before the next try while something is unreachable. */
  readonly unavailableRetryMs?: number
}

/** product.md §9.1, with one quick try in front: most failures are an event that is a few milliseconds early. */
const BACKOFF_MS = [100, 1_000, 5_000, 30_000, 120_000, 600_000] as const

const UNAVAILABLE_RETRY_MS = 1_000

const lag = seconds('event_lag_seconds', 'commit to handled, by type')
const handled = counter('events_handled', 'by type and outcome')

/**
 * Handles one delivery: exactly once in effect, since the inbox row, the handler's rows and its outbox rows commit
 * together and the message is acknowledged afterwards. Never throws; what fails is retried or parked.
 */
export async function handleEvent<Db extends object>(
  deps: HandlerDeps<Db>,
  subscription: Subscription<Db>,
  message: JsMsg,
): Promise<void> {
  const meta = metaOf(message.headers)
  const payload = decode(subscription, message)
  const labels = { type: subscription.type }
  if (!meta || payload === undefined) {
    await parkUndecodable(deps, subscription, { message, eventId: meta?.id })
    handled.add(1, { ...labels, outcome: 'undecodable' })
    return
  }
  if (!subscription.concerns(payload)) {
    settle(deps, () => message.ack())
    handled.add(1, { ...labels, outcome: 'passed' })
    return
  }
  await context.with(traceOf(message.headers), async () => {
    const tracer = trace.getTracer('linli.events')
    await tracer.startActiveSpan(
      `consume ${subscription.type}`,
      { kind: SpanKind.CONSUMER },
      async (span) => {
        try {
          const seen = await applyOnce(deps, subscription, { payload, meta })
          settle(deps, () => message.ack())
          lag.record((deps.clock.now().getTime() - meta.occurredAt.getTime()) / 1000, labels)
          handled.add(1, { ...labels, outcome: seen ? 'seen' : 'done' })
        } catch (error) {
          span.recordException(error instanceof Error ? error : String(error))
          span.setStatus({ code: SpanStatusCode.ERROR })
          await retryOrPark(deps, subscription, { message, meta, error })
          handled.add(1, { ...labels, outcome: 'failed' })
        } finally {
          span.end()
        }
      },
    )
  })
}

/** The broker delivers again what it did not hear of, so a lost answer is no failure of the handler. */
function settle<Db>({ log }: HandlerDeps<Db>, answer: () => void): void {
  try {
    answer()
  } catch (error) {
    log.info({ err: error }, 'the broker could not be told; it will deliver again')
  }
}

function decode<Db>(subscription: Subscription<Db>, message: JsMsg): unknown {
  try {
    return subscription.decode(message.data)
  } catch {
    return undefined // undecodable bytes never become decodable: the caller parks them at once
  }
}

/** @returns true when the inbox already had the event. */
async function applyOnce<Db extends object>(
  deps: HandlerDeps<Db>,
  subscription: Subscription<Db>,
  { payload, meta }: { payload: unknown; meta: EventMeta },
): Promise<boolean> {
  return inTransaction(
    deps,
    async (work) => {
      const fresh = await work.sql`
        insert into inbox (consumer, event_id, handled_at)
        values (${subscription.type}, ${meta.id}, ${work.now}) on conflict do nothing returning event_id`
      if (fresh.length === 0) return true
      await subscription.handle(work, payload, meta)
      return false
    },
    { eventId: meta.id, correlationId: meta.correlationId },
  )
}

type Failure = { message: JsMsg; meta: EventMeta; error: unknown }

/** Retries everything (the event may simply be early), parks at the end; an outage costs no tries. */
async function retryOrPark<Db extends object>(
  deps: HandlerDeps<Db>,
  subscription: Subscription<Db>,
  { message, meta, error }: Failure,
): Promise<void> {
  const outage = isConnectionFailure(error) || (isAppError(error) && error.kind === 'unavailable')
  if (outage) {
    deps.log.info(
      { err: error, event: subscription.type, eventId: meta.id },
      'event waits for an outage to end',
    )
    settle(deps, () => message.nak(deps.unavailableRetryMs ?? UNAVAILABLE_RETRY_MS))
    return
  }
  const backoff = deps.backoffMs ?? BACKOFF_MS
  try {
    const failures = await recordFailure(deps.pool, { consumer: subscription.type, eventId: meta.id, error })
    const wait = backoff[failures - 1]
    const fields = { err: error, event: subscription.type, eventId: meta.id, failures }
    if (wait !== undefined) {
      deps.log.info(fields, 'event will be retried')
      settle(deps, () => message.nak(wait))
      return
    }
    await park(deps.pool, { consumer: subscription.type, eventId: meta.id, message, error })
    deps.log.error(fields, 'event parked')
    settle(deps, () => message.ack())
  } catch (failure) {
    deps.log.error({ err: failure, eventId: meta.id }, 'could not record a failed event')
    settle(deps, () => message.nak(UNAVAILABLE_RETRY_MS))
  }
}

async function parkUndecodable<Db>(
  deps: HandlerDeps<Db>,
  subscription: Subscription<Db>,
  { message, eventId }: { message: JsMsg; eventId: string | undefined },
): Promise<void> {
  const error = new Error('undecodable event')
  try {
    await park(deps.pool, { consumer: subscription.type, eventId, message, error })
    deps.log.error({ event: subscription.type, seq: message.seq }, 'undecodable event parked')
    settle(deps, () => message.term())
  } catch (failure) {
    deps.log.error({ err: failure, seq: message.seq }, 'could not park an undecodable event')
    settle(deps, () => message.nak(UNAVAILABLE_RETRY_MS))
  }
}
