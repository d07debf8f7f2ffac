import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'

const DAY_MS = 86_400_000

/** The broker answers within milliseconds or has gone: whoever asked should try again as soon as it is back. */
export const BROKER_TIMEOUT_MS = 2_000

/** `order.v1.OrderPaid` → `ORDER`; one stream per producing service. The prefix isolates test runs. */
export const streamName = (type: string, prefix = '') =>
  `${prefix}${type.split('.', 1)[0] ?? type}`.toUpperCase()

/** The subject of an event is its full message name. */
export const subjectOf = (type: string, prefix = '') => `${prefix}${type}`

/** One durable consumer per (service, event): a poison event blocks only its own kind. */
export const consumerName = (service: string, type: string) => `${service}__${type.replaceAll('.', '_')}`

/** Publisher dedupe is an accelerator; the inbox is the guarantee. */
const DUPLICATE_WINDOW_MS = 120_000

/** A consumer killed in mid-handler gives its message to the next one after this long. Handlers take milliseconds. */
const ACK_WAIT_MS = 5_000

/** The settings of the stream that carries `type`. */
export const streamConfig = (type: string, prefix = '') => ({
  name: streamName(type, prefix),
  subjects: [`${prefix}${type.split('.', 1)[0] ?? type}.>`],
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  discard: DiscardPolicy.Old,
  max_age: nanos(30 * DAY_MS),
  duplicate_window: nanos(DUPLICATE_WINDOW_MS),
})

/** The settings of the durable consumer of one event for one service. Retry and parking are ours, so deliveries are unlimited. */
export const consumerConfig = (type: string, { service, prefix = '' }: Subscriber) => ({
  durable_name: consumerName(service, type),
  filter_subject: subjectOf(type, prefix),
  ack_policy: AckPolicy.Explicit,
  deliver_policy: DeliverPolicy.All,
  ack_wait: nanos(ACK_WAIT_MS),
  max_deliver: -1,
  max_ack_pending: 1000,
})

/** Where a stream is in a broker that others may share, and on how many of its nodes. */
export type Placement = { readonly prefix?: string; readonly replicas?: number }

type Subscriber = Placement & { readonly service: string }

/**
 * Declares the stream that carries `type`; safe to call from every service, any number of times.
 * @throws Error when the broker has too few nodes for so many copies
 */
export async function ensureStream(
  jsm: JetStreamManager,
  type: string,
  { prefix = '', replicas = 1 }: Placement = {},
): Promise<void> {
  try {
    await declare(jsm, { ...streamConfig(type, prefix), num_replicas: replicas })
  } catch (error) {
    if (!lacksNodes(error)) throw error
    throw new Error(
      `NATS_STREAM_REPLICAS is ${replicas}, but the broker has too few nodes for ${streamName(type, prefix)}: ${error.message}`,
      { cause: error },
    )
  }
}

async function declare(
  jsm: JetStreamManager,
  config: ReturnType<typeof streamConfig> & { readonly num_replicas: number },
): Promise<void> {
  try {
    await jsm.streams.add(config)
  } catch (error) {
    if (!isInUse(error)) throw error
    const { config: present } = await jsm.streams.info(config.name)
    // Copies are only ever added: one service that is told less must not take them from all.
    const num_replicas = Math.max(present.num_replicas, config.num_replicas)
    await jsm.streams.update(config.name, { ...config, num_replicas })
  }
}

/** Declares the durable consumer of one event for one service. */
export async function ensureConsumer(
  jsm: JetStreamManager,
  type: string,
  subscriber: Subscriber,
): Promise<void> {
  await ensureStream(jsm, type, subscriber)
  await jsm.consumers.add(streamName(type, subscriber.prefix), consumerConfig(type, subscriber))
}

// JSClusterNoPeersErrF and JSStreamReplicasNotSupportedErr of nats-server; the client has no names for them.
const TOO_FEW_NODES = [10_005, 10_074]

const lacksNodes = (error: unknown): error is JetStreamApiError =>
  error instanceof JetStreamApiError && TOO_FEW_NODES.includes(error.code)

function isInUse(error: unknown): boolean {
  return error instanceof Error && /already in use/.test(error.message)
}
