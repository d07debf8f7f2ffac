/** What ts-proto generates for a message: the name is the event's subject. */
export type EventType<T> = {
  readonly $type: string
  fromJSON(object: unknown): T
  toJSON(message: T): unknown
  fromPartial(object: Partial<T>): T
}

/** What happened, to which aggregate; becomes one outbox row. */
export type DomainEvent = {
  readonly type: string
  readonly aggregateType: string
  readonly aggregateId: string
  /** Grows by one per change of the aggregate; subscribers drop what is older than they know. 0 when unversioned. */
  readonly aggregateVersion: number
  readonly payload: unknown
}

/** What a rule decides: the next state and what to tell others. */
export type Change<T> = { readonly next: T; readonly events: readonly DomainEvent[] }

export type Happening = {
  readonly aggregateType: string
  readonly aggregateId: string
  readonly aggregateVersion?: number
}

/** Builds a domain event from a generated message type; the payload is proto-JSON. */
export function happened<T>(type: EventType<T>, about: Happening, data: T): DomainEvent {
  return { type: type.$type, aggregateVersion: 0, ...about, payload: type.toJSON(data) }
}
