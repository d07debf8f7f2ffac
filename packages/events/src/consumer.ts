import { isAppError } from '@linli/core'
import {
  type Consumer,
  type ConsumerMessages,
  type JsMsg,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { park, recordFailure } from './dead-events.ts'
import { counter, seconds } from './metrics.ts'
import { isConnectionFailure } from './pool.ts'
import type { EventMeta, Subscription } from './subscription.ts'
import { consumerName, ensureConsumer, streamName } from './topology.ts'
import { metaOf, traceOf } from './trace.ts'
import { inTransaction, type TransactionDeps } from './work.ts'

export type ConsumerDeps<Db> = TransactionDeps<Db> & {
  readonly nats: NatsConnection
  readonly prefix?: string
  readonly log: { info(fields: object, message: string): void; error(fields: object, message: string): void }
  /** Handlers running at once in this process; keep below the pool's size. */
  readonly concurrency: number
  /** Waits before the 2nd, 3rd, … try; after the last the event is parked. */
  readonly backoffMs?: readonly number[]
}

/** product.md §9.1, with one quick try in front: most failures are an event that is a few milliseconds early. */
export const BACKOFF_MS = [100, 1_000, 5_000, 30_000, 120_000, 600_000] as const

const UNAVAILABLE_RETRY_MS = 1_000

export type Consumers = {
  /** Re-declares the consumers and pulls anew; call after a reconnect: the broker may have lost its store. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/**
 * Runs every subscription as its own durable pull consumer. Effects are exactly-once: the inbox row, the handler's
 * rows and its outbox rows commit together, and the message is acknowledged afterwards.
 */
export async function startConsumers<Db extends object>(
  deps: ConsumerDeps<Db>,
  subscriptions: readonly Subscription<Db>[],
): Promise<Consumers> {
  const slots = createSlots(deps.concurrency)
  let pulls: Pull[] = []
  const start = async () => {
    const jsm = await jetstreamManager(deps.nats)
    const js = jetstream(deps.nats)
    pulls = await Promise.all(
      subscriptions.map(async (subscription) => {
        await ensureConsumer(jsm, subscription.type, { service: deps.name, prefix: deps.prefix ?? '' })
        const consumer = await js.consumers.get(
          streamName(subscription.type, deps.prefix),
          consumerName(deps.name, subscription.type),
        )
        return startPull(consumer, (message) => slots.run(() => handle(deps, subscription, message)), deps)
      }),
    )
  }
  const stop = async () => {
    await Promise.all(pulls.map((pull) => pull.stop()))
    await slots.idle()
  }
  await start()
  return {
    stop,
    async restart() {
      await stop()
      await start()
    },
  }
}

type Pull = { stop(): Promise<void> }

const MAX_MESSAGES = 64

async function startPull<Db>(
  consumer: Consumer,
  take: (message: JsMsg) => Promise<void>,
  { log }: ConsumerDeps<Db>,
): Promise<Pull> {
  const messages: ConsumerMessages = await consumer.consume({ max_messages: MAX_MESSAGES })
  const done = (async () => {
    for await (const message of messages) await take(message)
  })().catch((error: unknown) => log.error({ err: error }, 'consumer interrupted'))
  return {
    async stop() {
      await messages.close()
      await done
    },
  }
}

const lag = seconds('event_lag', 'commit to handled')
const handled = counter('events_handled', 'by outcome')

async function handle<Db extends object>(
  deps: ConsumerDeps<Db>,
  subscription: Subscription<Db>,
  message: JsMsg,
): Promise<void> {
  const meta = metaOf(message.headers)
  const payload = meta && decode(subscription, message)
  const labels = { service: deps.name, type: subscription.type }
  if (!meta || payload === undefined) {
    await parkUndecodable(deps, subscription, message)
    handled.add(1, { ...labels, outcome: 'undecodable' })
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
          message.ack()
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

function decode<Db>(subscription: Subscription<Db>, message: JsMsg): unknown {
  try {
    return subscription.decode(message.data)
  } catch {
    return undefined // undecodable bytes never become decodable: the caller parks them at once
  }
}

/** @returns true when the inbox already had the event. */
async function applyOnce<Db extends object>(
  deps: ConsumerDeps<Db>,
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
  deps: ConsumerDeps<Db>,
  subscription: Subscription<Db>,
  { message, meta, error }: Failure,
): Promise<void> {
  const outage = isConnectionFailure(error) || (isAppError(error) && error.kind === 'unavailable')
  if (outage) {
    message.nak(UNAVAILABLE_RETRY_MS)
    return
  }
  const backoff = deps.backoffMs ?? BACKOFF_MS
  try {
    const failures = await recordFailure(deps.pool, { consumer: subscription.type, eventId: meta.id, error })
    const wait = backoff[failures - 1]
    const fields = { err: error, event: subscription.type, eventId: meta.id, failures }
    if (wait !== undefined) {
      deps.log.info(fields, 'event will be retried')
      message.nak(wait)
      return
    }
    await park(deps.pool, { consumer: subscription.type, eventId: meta.id, message, error })
    deps.log.error(fields, 'event parked')
    message.ack()
  } catch (failure) {
    deps.log.error({ err: failure, eventId: meta.id }, 'could not record a failed event')
    message.nak(UNAVAILABLE_RETRY_MS)
  }
}

async function parkUndecodable<Db>(deps: ConsumerDeps<Db>, subscription: Subscription<Db>, message: JsMsg) {
  const error = new Error('undecodable event')
  try {
    await park(deps.pool, { consumer: subscription.type, eventId: undefined, message, error })
    deps.log.error({ event: subscription.type, seq: message.seq }, 'undecodable event parked')
    message.term()
  } catch (failure) {
    deps.log.error({ err: failure, seq: message.seq }, 'could not park an undecodable event')
    message.nak(UNAVAILABLE_RETRY_MS)
  }
}

/** Bounds what runs at once; `run` resolves when the task has *started*, so the caller keeps pulling. */
function createSlots(size: number) {
  let free = size
  const waiting: (() => void)[] = []
  const running = new Set<Promise<void>>()
  return {
    async run(task: () => Promise<void>) {
      if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
      else free -= 1
      const work = task().finally(() => {
        running.delete(work)
        const next = waiting.shift()
        if (next) next()
        else free += 1
      })
      running.add(work)
    },
    async idle() {
      await Promise.all(running)
    },
  }
}
