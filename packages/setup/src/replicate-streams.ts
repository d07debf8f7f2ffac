import { SERVICES } from '@linli/dev'
import { streamName } from '@linli/events'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'

type Options = { readonly servers: string; readonly prefix: string; readonly replicas: number }

/**
 * The services declare their streams without a number of copies and keep the one they find: this sets it. Consumers
 * follow their stream. @throws whatever the broker says, such as that it has too few nodes
 */
export async function replicateStreams({ servers, prefix, replicas }: Options): Promise<void> {
  const nats = await connect({ servers, name: 'setup' })
  try {
    const jsm = await jetstreamManager(nats)
    for (const service of SERVICES)
      await jsm.streams.update(streamName(service, prefix), { num_replicas: replicas })
  } finally {
    await nats.close()
  }
}
