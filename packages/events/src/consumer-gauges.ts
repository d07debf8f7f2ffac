import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { defineGauges, type Gauges } from './gauges.ts'
import { BROKER_TIMEOUT_MS, consumerName, streamName } from './topology.ts'

type Subscriber = { readonly nats: NatsConnection; readonly name: string; readonly prefix?: string }

/** What each subscription of a service still has before it. The consumers are shared: every instance says the same. */
export const consumerGauges = (subscriptions: readonly { readonly type: string }[]): Gauges<Subscriber> =>
  defineGauges({
    gauges: {
      events_pending: 'in the stream and not delivered yet, by type',
      events_unacknowledged: 'delivered and not handled yet, by type',
    },
    async read({ nats, name, prefix = '' }) {
      const jsm = await jetstreamManager(nats, { checkAPI: false, timeout: BROKER_TIMEOUT_MS })
      // No figure is the figure of a consumer that the broker cannot tell of; readiness says why.
      const asked = await Promise.allSettled(
        subscriptions.map(({ type }) =>
          jsm.consumers.info(streamName(type, prefix), consumerName(name, type)),
        ),
      )
      return asked.flatMap((answer, index) => {
        const type = subscriptions[index]?.type
        if (answer.status === 'rejected' || type === undefined) return []
        const { num_pending, num_ack_pending } = answer.value
        return [
          {
            values: { events_pending: num_pending, events_unacknowledged: num_ack_pending },
            labels: { type },
          },
        ]
      })
    },
  })
