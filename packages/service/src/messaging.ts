import { setTimeout as delay } from 'node:timers/promises'
import {
  type Consumers,
  consumerGauges,
  observe,
  type Relay,
  type Subscription,
  startConsumers,
  startRelay,
  type TransactionDeps,
} from '@linli/events'
import type { NatsConnection } from '@nats-io/transport-node'
import { connectNats } from './connections.ts'
import type { Log } from './logger.ts'

export type MessagingOptions = {
  readonly natsUrl: string
  readonly databaseUrl: string
  readonly prefix: string
  /** Copies of every stream. */
  readonly replicas: number
  readonly concurrency: number
  readonly subscriptions: readonly Subscription<object>[]
}

export type Messaging = {
  /** True while the broker is reached and every subscription has been declared at least once. */
  connected(): boolean
  stop(): Promise<void>
}

const RETRY_MS = 500
const FLUSH_MS = 1_000

type Line = {
  readonly nats: NatsConnection
  readonly consumers: Consumers
  readonly relay: Relay
  readonly stopObserving: () => void
}

/**
 * Connects to the broker in the background: without it a service still answers, and its outbox waits. After a
 * reconnect everything is declared anew, since the broker may come back with an older store or none.
 */
export function startMessaging(
  deps: TransactionDeps<object> & { name: string; log: Log },
  { natsUrl, databaseUrl, prefix, replicas, concurrency, subscriptions }: MessagingOptions,
): Messaging {
  const stopping = new AbortController()
  let line: Line | undefined
  let alive = false
  let ready = false

  const connect = async (): Promise<NatsConnection | undefined> => {
    while (!stopping.signal.aborted) {
      try {
        return await connectNats(natsUrl, deps.name)
      } catch (error) {
        deps.log.warn({ err: error }, 'the broker is not there yet')
        await delay(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
    return undefined
  }

  const follow = async ({ nats, relay, consumers }: Line) => {
    for await (const { type } of nats.status()) {
      if (type === 'disconnect') alive = false
      if (type !== 'reconnect') continue
      alive = true
      relay.revalidate()
      consumers.restart()
    }
  }

  const start = async () => {
    const nats = await connect()
    if (!nats) return
    if (stopping.signal.aborted) return nats.close()
    const shared = { ...deps, nats, prefix, replicas }
    line = {
      nats,
      relay: startRelay({ ...shared, databaseUrl }),
      consumers: startConsumers({ ...shared, concurrency }, subscriptions),
      stopObserving: observe(shared, consumerGauges(subscriptions)),
    }
    alive = true
    follow(line).catch(deps.onError)
    await line.consumers.ready
    ready = true
  }

  const started = start().catch(deps.onError)
  return {
    connected: () => alive && ready,
    async stop() {
      stopping.abort()
      line?.stopObserving()
      await Promise.all([line?.consumers.stop(), line?.relay.stop()])
      await started
      if (!line) return
      // What was acknowledged last must still reach the broker; a broker that is away gets it by delivering again.
      await Promise.race([
        line.nats.flush().catch(() => undefined),
        delay(FLUSH_MS, undefined, { ref: false }),
      ])
      await line.nats.close()
    },
  }
}
