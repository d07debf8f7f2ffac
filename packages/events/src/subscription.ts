import type { EventType } from '@linli/core'
import type { Work } from './work.ts'

/** What is known about an event besides its payload. */
export type EventMeta = {
  readonly id: string
  readonly occurredAt: Date
  readonly aggregateId: string
  /** Drop the event when you already know a newer version of the aggregate; 0 means unversioned. */
  readonly aggregateVersion: number
  readonly correlationId: string
}

export type Subscription<Db = unknown> = {
  readonly type: string
  /** Whether the event has anything to do with this service; those that have not pass by without a transaction. */
  concerns(payload: unknown): boolean
  /** Decodes the bytes and runs the handler. @throws UndecodableEvent when the bytes are not this event. */
  handle(work: Work<Db>, payload: unknown, meta: EventMeta): Promise<void>
  decode(bytes: Uint8Array): unknown
}

/**
 * Subscribes a handler to an event type; the type's name is the subject, its package the stream.
 * @param concerns decides from the event alone, so that a repetition is decided alike: what it turns away costs no
 * transaction and leaves no inbox row (most orders have no coupon and no points).
 */
export function on<T, Db>(
  type: EventType<T>,
  handler: (work: Work<Db>, event: T, meta: EventMeta) => Promise<unknown>,
  { concerns = () => true }: { concerns?: (event: T) => boolean } = {},
): Subscription<Db> {
  return {
    type: type.$type,
    concerns: (payload) => concerns(payload as T),
    decode: (bytes) => type.fromJSON(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))),
    async handle(work, payload, meta) {
      if (concerns(payload as T)) await handler(work, payload as T, meta)
    },
  }
}
