import { setTimeout as delay } from 'node:timers/promises'
import { type ConsumerMessages, jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { type HandlerDeps, handleEvent } from './handle-event.ts'
import { createSlots, type Slots } from './slots.ts'
import type { Subscription } from './subscription.ts'
import { BROKER_TIMEOUT_MS, consumerName, ensureConsumer, streamName } from './topology.ts'

export type ConsumerDeps<Db> = HandlerDeps<Db> & {
  readonly nats: NatsConnection
  /** The service's name: names its consumers. */
  readonly name: string
  readonly prefix?: string
  /** Copies of every stream that is listened to. */
  readonly replicas?: number
  /** Handlers running at once in this process; keep below the pool's size. */
  readonly concurrency: number
}

export type Consumers = {
  /** Resolves when every subscription has been declared and pulls. */
  readonly ready: Promise<void>
  /** Re-declares the consumers and pulls anew; call after a reconnect: the broker may have lost its store. */
  restart(): void
  /** Asks for nothing more, finishes what has been delivered, and resolves then. */
  stop(): Promise<void>
}

/**
 * Runs every subscription as its own durable pull consumer, from now until `stop`: what the broker refuses or forgets
 * is declared again. Effects are exactly-once (see `handleEvent`).
 */
export function startConsumers<Db extends object>(
  deps: ConsumerDeps<Db>,
  subscriptions: readonly Subscription<Db>[],
): Consumers {
  const slots = createSlots(deps.concurrency, deps.onError)
  const pulls = subscriptions.map((subscription) => keepPulling(deps, subscription, slots))
  return {
    ready: Promise.all(pulls.map((pull) => pull.ready)).then(() => undefined),
    restart() {
      for (const pull of pulls) pull.restart()
    },
    async stop() {
      await Promise.all(pulls.map((pull) => pull.stop()))
      await slots.idle()
    },
  }
}

type Pull = { readonly ready: Promise<void>; restart(): void; stop(): Promise<void> }

/** Per subscription; small, because `stop` finishes what is buffered. */
const MAX_MESSAGES = 32
/** The broker is missed after two of these. */
const HEARTBEAT_MS = 5_000
const RETRY_MS = 500

/** What the broker says when a consumer is gone: somebody deleted it, or the store was lost. */
const GONE = new Set(['consumer_deleted', 'consumer_not_found', 'stream_not_found'])

function keepPulling<Db extends object>(
  deps: ConsumerDeps<Db>,
  subscription: Subscription<Db>,
  slots: Slots,
): Pull {
  const stopping = new AbortController()
  const ready = Promise.withResolvers<void>()
  let current: ConsumerMessages | undefined
  let closed: Promise<void> | undefined
  const close = () => {
    const messages = current
    if (!messages) return
    current = undefined
    closed = allArrived(deps.nats).then(() => {
      messages.close().catch(deps.onError)
    })
  }

  const pull = async () => {
    const messages = await open(deps, subscription)
    current = messages
    if (stopping.signal.aborted) close()
    ready.resolve()
    const watched = whenGone(messages, () => messages === current && close())
    for await (const message of messages) {
      if (messages !== current) await closed
      await slots.run(() => handleEvent(deps, subscription, message))
    }
    await watched
  }

  const loop = async () => {
    while (!stopping.signal.aborted) {
      try {
        await pull()
      } catch (error) {
        if (!stopping.signal.aborted)
          deps.log.error({ err: error, event: subscription.type }, 'consumer interrupted')
        await delay(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }

  const done = loop()
  return {
    ready: ready.promise,
    restart: close,
    async stop() {
      stopping.abort()
      close()
      ready.resolve()
      await done
    },
  }
}

async function open<Db extends object>(
  deps: ConsumerDeps<Db>,
  { type }: Subscription<Db>,
): Promise<ConsumerMessages> {
  const { nats, name, prefix = '', replicas = 1 } = deps
  const jsm = await jetstreamManager(nats, { checkAPI: false, timeout: BROKER_TIMEOUT_MS })
  await ensureConsumer(jsm, type, { service: name, prefix, replicas })
  const consumer = await jetstream(nats, { timeout: BROKER_TIMEOUT_MS }).consumers.get(
    streamName(type, prefix),
    consumerName(name, type),
  )
  return consumer.consume({ max_messages: MAX_MESSAGES, idle_heartbeat: HEARTBEAT_MS })
}

const ARRIVAL_MS = 15
const FLUSH_MS = 200

/** What the broker was asked for comes within a round trip; a message that met no reader would wait for its time-out. */
async function allArrived(nats: NatsConnection): Promise<void> {
  await Promise.race([nats.flush().catch(() => undefined), delay(FLUSH_MS)])
  await delay(ARRIVAL_MS)
}

async function whenGone(messages: ConsumerMessages, then: () => void): Promise<void> {
  for await (const { type } of messages.status()) {
    if (GONE.has(type)) then()
  }
}
