import { randomUUID } from 'node:crypto'
import { type EventType, systemClock } from '@linli/core'
import { ensureStream, subjectOf, toHeaders } from '@linli/events'
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

/** @param database of the service under test; @param nats where it listens. */
export function testEvents(database: TestDatabase, nats: TestNats): TestEvents {
  const js = jetstream(nats.connection)
  const publish: TestEvents['publish'] = async (type, message, options = {}) => {
    const { id = randomUUID(), aggregateId = id, aggregateVersion = 0 } = options
    await ensureStream(await jetstreamManager(nats.connection), type.$type, nats.prefix)
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
    await js.publish(subjectOf(type.$type, nats.prefix), JSON.stringify(payload), { headers })
    return id
  }
  const parked: TestEvents['parked'] = (type) =>
    database.query(
      'select id, event_id as "eventId", error from dead_event where consumer = $1 order by parked_at',
      [type.$type],
    )
  return {
    publish,
    parked,
    async deliver(type, message, options) {
      const id = await publish(type, message, options)
      await eventually(async () => {
        const dead = (await parked(type as EventType<never>)).find(({ eventId }) => eventId === id)
        if (dead) throw new Error(`${type.$type} was parked: ${dead.error}`)
        const seen = await database.query('select 1 from inbox where consumer = $1 and event_id = $2', [
          type.$type,
          id,
        ])
        return seen.length > 0
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
