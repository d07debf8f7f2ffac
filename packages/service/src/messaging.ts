import { setTimeout as delay } from 'node:timers/promises'
import {
  type Consumers,
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
  readonly concurrency: number
  readonly subscriptions: readonly Subscription<object>[]
}

export type Messaging = {
  connected(): boolean
  stop(): Promise<void>
}

const RETRY_MS = 500

/**
 * Connects to the broker in the background: without it a service still answers, and its outbox waits. After a
 * reconnect everything is declared anew, since the broker may come back with an older store or none.
 */
export function startMessaging(
  deps: TransactionDeps<object> & { log: Log },
  { natsUrl, databaseUrl, prefix, concurrency, subscriptions }: MessagingOptions,
): Messaging {
  let nats: NatsConnection | undefined
  let consumers: Consumers | undefined
  let relay: Relay | undefined
  let stopping = false
  let alive = false

  const untilDone = async (what: string, attempt: () => Promise<void>) => {
    while (!stopping) {
      try {
        return await attempt()
      } catch (error) {
        deps.log.warn({ err: error }, `${what} failed; trying again`)
        await delay(RETRY_MS)
      }
    }
  }

  const follow = async (connection: NatsConnection) => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') alive = false
      if (type !== 'reconnect' || stopping) continue
      alive = true
      relay?.revalidate()
      await untilDone('restarting consumers', async () => consumers?.restart())
    }
  }

  const start = async () => {
    const connection = await connectNats(natsUrl, deps.name)
    nats = connection
    if (stopping) return
    alive = true
    const shared = { ...deps, nats: connection, prefix }
    relay = startRelay({ ...shared, databaseUrl })
    await untilDone('starting consumers', async () => {
      consumers = await startConsumers({ ...shared, concurrency }, subscriptions)
    })
    void follow(connection).catch(deps.onError)
  }

  const started = start().catch((error: unknown) => deps.onError(error))
  return {
    connected: () => alive && consumers !== undefined,
    async stop() {
      stopping = true
      if (nats) await started // while the broker was never reached there is nothing to wait for
      await consumers?.stop()
      await relay?.stop()
      await nats?.close()
    },
  }
}
