import { isId } from '@linli/core'
import { type MsgHdrs, headers as natsHeaders } from '@nats-io/transport-node'
import { type Context, context, propagation, trace } from '@opentelemetry/api'
import type { OutboxRow } from './outbox.ts'
import type { EventMeta } from './subscription.ts'

// The id is not left to Nats-Msg-Id alone: that one makes the broker drop what it has seen, which a replay must not.
const HEADER = {
  id: 'Linli-Event-Id',
  occurredAt: 'Linli-Occurred-At',
  aggregateId: 'Linli-Aggregate-Id',
  aggregateVersion: 'Linli-Aggregate-Version',
  correlationId: 'Linli-Correlation-Id',
  causationId: 'Linli-Causation-Id',
  producer: 'Linli-Producer',
} as const

const NATS_ID = 'Nats-Msg-Id'

type Envelope = Pick<OutboxRow, 'id' | 'aggregate_id' | 'aggregate_version' | 'headers' | 'occurred_at'>

/** The envelope of product.md §9.1 as message headers, so that the payload stays the bare message. */
export function toHeaders(row: Envelope, producer: string): MsgHdrs {
  const headers = natsHeaders()
  headers.set(HEADER.id, row.id)
  headers.set(HEADER.occurredAt, row.occurred_at.toISOString())
  headers.set(HEADER.aggregateId, row.aggregate_id)
  headers.set(HEADER.aggregateVersion, String(row.aggregate_version))
  headers.set(HEADER.producer, producer)
  const { correlationId, causationId, ...trace } = row.headers
  if (correlationId) headers.set(HEADER.correlationId, correlationId)
  if (causationId) headers.set(HEADER.causationId, causationId)
  for (const [key, value] of Object.entries(trace)) headers.set(key, value)
  return headers
}

/** @returns undefined when the message did not come through an outbox: it cannot be deduplicated, so it is parked. */
export function metaOf(headers: { get(key: string): string } | undefined): EventMeta | undefined {
  const id = headers?.get(HEADER.id) || headers?.get(NATS_ID)
  const occurredAt = new Date(headers?.get(HEADER.occurredAt) ?? '')
  const aggregateVersion = Number(headers?.get(HEADER.aggregateVersion) || 0)
  if (
    !headers ||
    !id ||
    !isId(id) ||
    Number.isNaN(occurredAt.getTime()) ||
    !Number.isSafeInteger(aggregateVersion)
  ) {
    return undefined
  }
  return {
    id,
    occurredAt,
    aggregateId: headers.get(HEADER.aggregateId),
    aggregateVersion,
    correlationId: headers.get(HEADER.correlationId) || id,
  }
}

/** The trace context that the publisher put into the headers. */
export function traceOf(headers: MsgHdrs | undefined): Context {
  if (!headers) return context.active()
  return propagation.extract(context.active(), headers, {
    get: (carrier, key) => carrier.get(key) || undefined,
    keys: (carrier) => carrier.keys(),
  })
}

/** The trace under which the code runs, for history rows; null outside a request or event. */
export function activeTraceId(): string | null {
  return trace.getActiveSpan()?.spanContext().traceId ?? null
}
