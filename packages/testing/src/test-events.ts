import { randomUUID } from 'node:crypto'
import { type EventType, systemClock } from '@linli/core'
import { consumerName, ensureStream, streamName, subjectOf, toHeaders } from '@linli/events'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { TestDatabase } from './database.ts'
import { eventually } from './eventually.ts'
import type { TestNats } from './nats.ts'

export type PublishOptions = {
  /** The event's id; publish the same id twice to deliver a duplicate (the broker does not deduplicate these). */
  id?: string
  aggregateId?: string
  aggregateVersion?: number
  correlationId?: string
  occurredAt?: Date
}

export type Published<T> = {
  readonly id: string
  readonly aggregateId: string
  readonly aggregateVersion: number
  readonly headers: Record<string, string>
  readonly message: T
}

/** The part of other services in the conversation: events to and from the service under test. */
export type TestEvents = {
  /** Puts an event on its stream as its producer's relay would. @returns its id. */
  publish<T>(type: EventType<T>, message: Partial<T>, options?: PublishOptions): Promise<string>
  /** `publish`, then waits until the service has handled the event; throws when it was parked instead. */
  deliver<T>(type: EventType<T>, message: Partial<T>, options?: PublishOptions): Promise<string>
  /** The outbox rows of a type in order, with their messages. */
  published<T>(type: EventType<T>): Promise<Published<T>[]>
  /** Ids and errors of the parked events of a type. */
  parked(type: EventType<never>): Promise<{ id: string; eventId: string | null; error: string }[]>
}

type Around = { readonly service: string; readonly database: TestDatabase; readonly nats: TestNats }

/** @param around the service under test by name, its database, and where it listens. */
export function testEvents({ service, database, nats }: Around): TestEvents {
  const js = jetstream(nats.connection)
  const put = async <T>(type: EventType<T>, message: Partial<T>, options: PublishOptions = {}) => {
    const { id = randomUUID(), aggregateId = id, aggregateVersion = 0 } = options
    await ensureStream(await jetstreamManager(nats.connection), type.$type, nats)
    const payload = type.toJSON(type.fromPartial(message))
    const headers = toHeaders(
      {
        id,
        aggregate_id: aggregateId,
        aggregate_version: aggregateVersion,
        occurred_at: options.occurredAt ?? systemClock.now(),
        headers: { correlationId: options.correlationId ?? id },
      },
      type.$type.split('.', 1)[0] ?? '',
    )
    const { seq } = await js.publish(subjectOf(type.$type, nats.prefix), JSON.stringify(payload), { headers })
    return { id, seq }
  }
  /** True when the service has answered for everything up to `seq`; an event that is none of its concern leaves no row. */
  const acknowledged = async (type: string, seq: number) => {
    const jsm = await jetstreamManager(nats.connection)
    const { ack_floor } = await jsm.consumers.info(streamName(type, nats.prefix), consumerName(service, type))
    return ack_floor.stream_seq >= seq
  }
  const parked: TestEvents['parked'] = (type) =>
    database.query(
      'select id, event_id as "eventId", error from dead_event where consumer = $1 order by parked_at',
      [type.$type],
    )
  return {
    publish: async (type, message, options) => (await put(type, message, options)).id,
    parked,
    async deliver(type, message, options) {
      const { id, seq } = await put(type, message, options)
      await eventually(async () => {
        const dead = (await parked(type as EventType<never>)).find(({ eventId }) => eventId === id)
        if (dead) throw new Error(`${type.$type} was parked: ${dead.error}`)
        const seen = await database.query('select 1 from inbox where consumer = $1 and event_id = $2', [
          type.$type,
          id,
        ])
        return seen.length > 0 || (await acknowledged(type.$type, seq))
      })
      return id
    },
    async published(type) {
      const rows = await database.query<
        { payload: unknown; aggregateVersion: number } & Omit<Published<never>, 'message'>
      >(
        `select id, aggregate_id as "aggregateId", aggregate_version as "aggregateVersion", headers, payload
         from outbox where type = $1 order by seq`,
        [type.$type],
      )
      return rows.map(({ payload, ...row }) => ({ ...row, message: type.fromJSON(payload) }))
    },
  }
}
