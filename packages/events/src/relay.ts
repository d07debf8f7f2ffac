import { setTimeout as delay } from 'node:timers/promises'
import {
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
  type PubAck,
} from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import pg from 'pg'
import type { Bell } from './bell.ts'
import { describeOnce } from './describe-once.ts'
import { newTrail, noteBatch, noteHandled, type Trail } from './handled.ts'
import { counter } from './metrics.ts'
import type { OutboxRow } from './outbox.ts'
import { PLANNING } from './pool.ts'
import { BROKER_TIMEOUT_MS, ensureStream, streamName, subjectOf } from './topology.ts'
import { toHeaders } from './trace.ts'

export type RelayDeps = {
  readonly databaseUrl: string
  readonly nats: NatsConnection
  /** Rung in this process; a relay that stands by passes it on. */
  readonly bell: Bell
  /** The service's name: its schema, its stream, its advisory lock. */
  readonly name: string
  readonly prefix?: string
  /** Copies of its stream. */
  readonly replicas?: number
  /** How often to look without having been rung for. */
  readonly lookEveryMs?: number
  /** How often to write down what all consumers have handled. */
  readonly handledEveryMs?: number
  readonly log: { info(fields: object, message: string): void; error(fields: object, message: string): void }
}

export type Relay = {
  /** Re-declares the stream and replays if the broker's store went backwards; call after a reconnect. */
  revalidate(): void
  stop(): Promise<void>
}

// Without statistics (for minutes after an installation) PostgreSQL would rather collect what is unpublished and sort
// it, and so read every row that was published since the last vacuum, at each look.
const PLAN_IN_ORDER = `${PLANNING} -c enable_bitmapscan=off`

const BATCH = 256
const LOOK_EVERY_MS = 1_000
const RETRY_MS = 1_000
const HANDLED_EVERY_MS = 5_000
const REPLAY_DAYS = 7
/** Namespace of our advisory locks, so that they cannot meet Prisma Migrate's. */
const LOCK_SPACE = 0x4c4c

/**
 * Publishes a schema's outbox in `seq` order. One active relay per schema (session-level advisory lock), others stand
 * by. No transaction is open while it talks to NATS, and nothing is chosen by a cursor: a row that commits late is
 * still "not yet published".
 */
export function startRelay(deps: RelayDeps): Relay {
  const stopping = new AbortController()
  const wake = createWake()
  let leading = false
  const subject = wakeSubject(deps)
  const silence = deps.bell.onRing(() => (leading ? wake.ring() : deps.nats.publish(subject)))
  const heard = deps.nats.subscribe(subject, {
    callback() {
      if (leading) wake.ring()
    },
  })
  const position: Position = { lastSeq: 0, stale: true, trail: newTrail('') }
  const loop = async () => {
    while (!stopping.signal.aborted) {
      const db = new pg.Client({
        connectionString: deps.databaseUrl,
        application_name: `relay:${deps.name}`,
        keepAlive: true,
        options: PLAN_IN_ORDER,
      })
      describeOnce(db)
      db.on('error', wake.ring)
      try {
        await db.connect()
        await lead(db)
      } catch (error) {
        if (!stopping.signal.aborted) deps.log.error({ err: error }, 'relay interrupted')
      } finally {
        leading = false
        await db.end().catch(() => undefined) // the connection is already broken when this fails
      }
      position.stale = true
      await delay(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  const lead = async (db: pg.Client) => {
    while (!(await tryLock(db, deps.name))) {
      await delay(RETRY_MS, undefined, { signal: stopping.signal })
    }
    leading = true
    const js = jetstream(deps.nats)
    const jsm = await jetstreamManager(deps.nats, { checkAPI: false, timeout: BROKER_TIMEOUT_MS })
    const { lookEveryMs = LOOK_EVERY_MS, handledEveryMs: everyMs = HANDLED_EVERY_MS } = deps
    let looked = performance.now()
    while (!stopping.signal.aborted) {
      if (position.stale) {
        position.stale = false
        const stream = await replayIfRewound(db, jsm, deps)
        position.lastSeq = stream.lastSeq
        position.trail = newTrail(stream.created)
      }
      const done = await drain({ db, js, position }, deps)
      if (performance.now() - looked >= everyMs) {
        await noteHandled(db, jsm, { stream: streamName(deps.name, deps.prefix), trail: position.trail })
        looked = performance.now()
      }
      if (done) await wake.wait(Math.min(lookEveryMs, everyMs))
    }
  }

  const done = loop()
  return {
    revalidate() {
      position.stale = true
      wake.ring()
    },
    async stop() {
      silence()
      heard.unsubscribe()
      stopping.abort()
      wake.ring()
      await done
    },
  }
}

/**
 * Where replicas that stand by ring the one that leads. Not by NOTIFY: PostgreSQL commits such transactions one after
 * another and wakes every listener of the database for each. A ring that is lost costs one look more.
 */
const wakeSubject = ({ name, prefix = '' }: RelayDeps) => `${prefix}wake.${name}`

async function tryLock(db: pg.Client, name: string): Promise<boolean> {
  const result = await db.query<{ locked: boolean }>(
    'select pg_try_advisory_lock($1, hashtext($2)) as locked',
    [LOCK_SPACE, name],
  )
  return result.rows[0]?.locked === true
}

const published = counter('outbox_published', 'events published')

/** Where the stream ends as far as this relay knows. */
type Position = { lastSeq: number; stale: boolean; trail: Trail }

type Line = { readonly db: pg.Client; readonly js: JetStreamClient; readonly position: Position }

/** @returns true when nothing is left to publish at once. */
async function drain({ db, js, position }: Line, deps: RelayDeps): Promise<boolean> {
  const { rows } = await db.query<OutboxRow>({
    name: 'relay_select',
    text: `select seq, id, type, aggregate_type, aggregate_id, aggregate_version, payload::text, headers, occurred_at
           from outbox where published_at is null order by seq limit ${BATCH}`,
  })
  if (rows.length === 0) return true
  const acks = await publishInOrder(rows, { js, position }, deps)
  // Nothing behind the first refusal was stored, so what is marked is a prefix and the rest is simply sent again.
  const failed = acks.findIndex((ack) => ack.status === 'rejected')
  const sent = failed === -1 ? rows : rows.slice(0, failed)
  for (const ack of acks.slice(0, sent.length)) {
    if (ack.status === 'fulfilled') position.lastSeq = Math.max(position.lastSeq, ack.value.seq)
  }
  if (sent.length > 0) {
    const marked = await db.query<{ at: Date }>({
      name: 'relay_mark',
      text: `with marked as (update outbox set published_at = now() where seq = any($1))
             update relay_state set last_seq = greatest(last_seq, $2) where stream = $3
             returning now()::timestamptz(3) as at`,
      values: [sent.map((row) => row.seq), position.lastSeq, streamName(deps.name, deps.prefix)],
    })
    for (const { at } of marked.rows) noteBatch(position.trail, { seq: position.lastSeq, publishedAt: at })
    published.add(sent.length)
  }
  const refusal = acks[failed]
  if (refusal?.status !== 'rejected') return rows.length < BATCH
  if (!isElsewhere(refusal.reason)) throw refusal.reason
  if (sent.length === 0) position.stale = true
  return false
}

/**
 * All in flight at once, the first naming where the stream ends, every other one its predecessor: the broker refuses
 * whatever would leave a gap or overtake. So the stream has the outbox's order even when one publish is lost, a second
 * relay comes back from a long pause, or the store was cut back. Sequence numbers alone would not do: a foreign message
 * in front makes the first one fail and every other one fit.
 */
function publishInOrder(
  rows: readonly OutboxRow[],
  { js, position }: Pick<Line, 'js' | 'position'>,
  deps: RelayDeps,
): Promise<PromiseSettledResult<PubAck>[]> {
  return Promise.allSettled(
    rows.map((row, index) =>
      js.publish(subjectOf(row.type, deps.prefix), row.payload, {
        msgID: row.id,
        headers: toHeaders(row, deps.name),
        timeout: BROKER_TIMEOUT_MS,
        expect: predecessor(rows[index - 1], position),
      }),
    ),
  )
}

const predecessor = (before: OutboxRow | undefined, { lastSeq }: Position) =>
  before ? { lastMsgID: before.id } : { lastSequence: lastSeq }

// JSStreamWrongLastMsgIDErrF of nats-server; the client has no name for it.
const WRONG_LAST_MESSAGE_ID = 10_070

/** The stream does not end where we thought: duplicates took no place, somebody else published, or it was cut back. */
function isElsewhere(error: unknown): boolean {
  if (!(error instanceof JetStreamApiError)) return false
  return error.code === JetStreamApiCodes.StreamWrongLastSequence || error.code === WRONG_LAST_MESSAGE_ID
}

/**
 * The broker is a pipe, not the record: when the stream is new or shorter than what it acknowledged (wiped store,
 * power loss, restored backup), everything that somebody may not have handled is published again and the inboxes drop
 * what they saw.
 * @returns when the stream was made and its last sequence number.
 */
async function replayIfRewound(
  db: pg.Client,
  jsm: JetStreamManager,
  deps: RelayDeps,
): Promise<{ created: string; lastSeq: number }> {
  await ensureStream(jsm, deps.name, deps)
  const stream = streamName(deps.name, deps.prefix)
  const info = await jsm.streams.info(stream)
  const { rows } = await db.query<{ created: string; last_seq: string; handled_until: Date | null }>(
    'select created, last_seq, handled_until from relay_state where stream = $1',
    [stream],
  )
  const known = rows[0]
  if (known && (known.created !== info.created || Number(known.last_seq) > info.state.last_seq)) {
    const since = known.handled_until ?? undefined
    const count = await replayOutbox(db, { days: REPLAY_DAYS, ...(since && { since }) })
    deps.log.error({ stream, count, since }, 'the stream went backwards: replaying the outbox')
  }
  await db.query(
    `insert into relay_state (stream, created, last_seq) values ($1, $2, $3)
     on conflict (stream) do update set created = excluded.created, last_seq = excluded.last_seq`,
    [stream, info.created, info.state.last_seq],
  )
  return { created: info.created, lastSeq: info.state.last_seq }
}

/** What to publish again: events of at most so many days, those published since then (all, when it is left out). */
export type Replay = { readonly days: number; readonly since?: Date }

/** Marks events as unpublished. Harmless: every consumer has an inbox. @returns how many. */
export async function replayOutbox(
  db: Pick<pg.ClientBase, 'query'>,
  { days, since }: Replay,
): Promise<number> {
  const result = await db.query(
    `update outbox set published_at = null
     where published_at is not null and occurred_at > now() - make_interval(days => $1)
       and ($2::timestamptz is null or published_at >= $2)`,
    [days, since ?? null],
  )
  return result.rowCount ?? 0
}

/** Sleep that remembers one ring, so a ring between two waits is not lost. */
function createWake() {
  let rung = false
  let release: (() => void) | undefined
  return {
    ring: () => {
      rung = true
      release?.()
    },
    async wait(atMostMs: number) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, atMostMs)
          release = () => {
            clearTimeout(timer)
            resolve()
          }
        })
        release = undefined
      }
      rung = false
    },
  }
}
