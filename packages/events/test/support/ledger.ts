import { type EventType, happened } from '@linli/core'
import { OrderPaid } from '@linli/proto/order'
import type { TestDatabase, TestNats } from '@linli/testing'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import {
  ensureStream,
  inTransaction,
  on,
  type Subscription,
  subjectOf,
  toHeaders,
  type Work,
} from '../../src/index.ts'
import type { Db, TestNode } from './node.ts'

/** The producer's side: a transaction that publishes one event per reference. */
export const pay = (node: TestNode, ...refs: string[]) =>
  inTransaction(node, async (work) => {
    for (const ref of refs) {
      const about = { aggregateType: 'order', aggregateId: ref, aggregateVersion: 1 }
      work.publish(happened(OrderPaid, about, OrderPaid.fromPartial({ orderId: ref })))
    }
  })

/** The subscriber's side: one ledger row per handled event; without a business key, so doubles would show. */
export const credit = async (work: Work<Db>, { orderId }: OrderPaid) => {
  await work.sql`insert into ledger (ref, amount) values (${orderId}, 1)`
}

export const crediting: readonly Subscription<Db>[] = [on(OrderPaid, credit)]

/** What was credited, in order; `prefix` leaves out what a former test of the file put on the stream. */
export const refs = async (database: TestDatabase, prefix = '') =>
  (
    await database.query<{ ref: string }>('select ref from ledger where starts_with(ref, $1) order by seq', [
      prefix,
    ])
  ).map(({ ref }) => ref)

/** Puts an event on the stream by hand, past outbox and deduplication. */
export async function put<T>(
  nats: Pick<TestNats, 'connection' | 'prefix'>,
  type: EventType<T>,
  { id, message }: { id: string; message: Partial<T> },
) {
  await ensureStream(await jetstreamManager(nats.connection), type.$type, nats)
  const headers = toHeaders(
    { id, aggregate_id: id, aggregate_version: 0, occurred_at: new Date(), headers: {} },
    type.$type.split('.', 1)[0] ?? '',
  )
  const payload = JSON.stringify(type.toJSON(type.fromPartial(message)))
  return jetstream(nats.connection).publish(subjectOf(type.$type, nats.prefix), payload, { headers })
}
