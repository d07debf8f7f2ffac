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
  /** Decodes the bytes and runs the handler. @throws UndecodableEvent when the bytes are not this event. */
  handle(work: Work<Db>, payload: unknown, meta: EventMeta): Promise<void>
  decode(bytes: Uint8Array): unknown
}

/** Subscribes a handler to an event type; the type's name is the subject, its package the stream. */
export function on<T, Db>(
  type: EventType<T>,
  handler: (work: Work<Db>, event: T, meta: EventMeta) => Promise<unknown>,
): Subscription<Db> {
  return {
    type: type.$type,
    decode: (bytes) => type.fromJSON(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))),
    async handle(work, payload, meta) {
      await handler(work, payload as T, meta)
    },
  }
}
