import type { ConsumerInfo, JetStreamManager } from '@nats-io/jetstream'
import type pg from 'pg'

/** A batch of the outbox: where the stream ended with it, and when the database marked it. */
type Batch = { readonly seq: number; readonly publishedAt: Date }

/** What the relay remembers between two looks at the stream's consumers. */
export type Trail = {
  /** When the stream that it is about was made: numbers of one stream mean nothing in another. */
  readonly created: string
  /** Published, in order, and not yet known to be handled by everybody. */
  batches: Batch[]
  /** The stream's end at the former look: a consumer's own figures may be a moment behind the publisher's. */
  settledSeq: number
  /** Up to which sequence number each consumer is known to have handled everything that concerns it. */
  readonly floors: Map<string, number>
}

export const newTrail = (created: string): Trail => ({
  created,
  batches: [],
  settledSeq: 0,
  floors: new Map(),
})

/** Beyond this the batches grow coarser: while a consumer is away, hours of them may wait. */
const MAX_BATCHES = 1_000

export function noteBatch(trail: Trail, batch: Batch): void {
  trail.batches.push(batch)
  if (trail.batches.length > MAX_BATCHES) trail.batches = trail.batches.filter((_, index) => index % 2 === 0)
}

/**
 * Writes down up to when every consumer of the stream has handled everything, so that a broker that loses its store
 * costs a replay of seconds, not of days. Whatever is unsure stays as it is: a later beginning could lose events, an
 * earlier one only costs time.
 */
export async function noteHandled(
  db: Pick<pg.ClientBase, 'query'>,
  jsm: JetStreamManager,
  { stream, trail }: { stream: string; trail: Trail },
): Promise<void> {
  const settledSeq = trail.settledSeq
  trail.settledSeq = trail.batches.at(-1)?.seq ?? settledSeq
  const { rows } = await db.query<{ handled_by: string[] }>(
    'select handled_by from relay_state where stream = $1',
    [stream],
  )
  const known = rows[0]?.handled_by ?? []
  const consumers: ConsumerInfo[] = []
  for await (const consumer of jsm.consumers.list(stream)) consumers.push(consumer)
  // Asked afterwards: the consumers of an empty store that somebody has just declared anew have nothing to wait for.
  const { created, state } = await jsm.streams.info(stream)
  if (created !== trail.created || state.last_seq < settledSeq) return
  const present = new Map<string, boolean>()
  for (const { name, num_pending, num_ack_pending, ack_floor } of consumers) {
    const idle = num_pending === 0 && num_ack_pending === 0
    present.set(name, idle)
    trail.floors.set(name, Math.max(trail.floors.get(name) ?? 0, idle ? settledSeq : ack_floor.stream_seq))
  }
  // Somebody has yet to declare its consumer again: nobody can say what it has handled.
  if (present.size === 0 || known.some((name) => !present.has(name))) return
  // A new subscription begins with the whole stream; until it is through, so must a replay.
  if ([...present].some(([name, idle]) => !idle && !known.includes(name))) {
    await db.query(
      'update relay_state set handled_until = null where stream = $1 and handled_until is not null',
      [stream],
    )
    return
  }
  const floor = Math.min(...[...present.keys()].map((name) => trail.floors.get(name) ?? 0))
  const last = trail.batches.findLastIndex(({ seq }) => seq <= floor)
  const batch = trail.batches[last]
  if (!batch) return
  await db.query('update relay_state set handled_until = $2, handled_by = $3 where stream = $1', [
    stream,
    batch.publishedAt,
    [...present.keys()],
  ])
  trail.batches.splice(0, last + 1)
}
