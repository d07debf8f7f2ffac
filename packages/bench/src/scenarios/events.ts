import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { quantile, type Row } from '../load.ts'
import { type Context, seconds } from './context.ts'

const SECONDS = seconds(12)
/** Three events of an order concern somebody until it is paid, so this is above 80 events a second. */
const ORDERS_PER_SECOND = 28

const SERVICES = ['user', 'product', 'order', 'payment', 'delivery', 'points', 'activity', 'message']

/** Commit → handled, from the outbox row to the inbox row, at a steady rate. */
export async function measureEvents({ platform, store }: Context): Promise<Row[]> {
  const db = new pg.Client({ connectionString: platform.postgres })
  db.on('error', () => {}) // a server that ends cuts it; the query reports that
  await db.connect()
  try {
    const {
      rows: [clock],
    } = await db.query<{ now: Date }>('select now() as now')
    const running: Promise<unknown>[] = []
    const failures: unknown[] = []
    for (let i = 0; i < SECONDS * ORDERS_PER_SECOND; i += 1) {
      const buyer = store.buyers[i % store.buyers.length]
      if (buyer) {
        const order = store.settle(buyer, i).then((quote) => store.place(buyer, quote))
        running.push(order.catch((error: unknown) => failures.push(error)))
      }
      await delay(1000 / ORDERS_PER_SECOND)
    }
    await Promise.all(running)
    await delay(1000)
    const told = SERVICES.map(
      (name) => `select id, occurred_at from "${name}".outbox where occurred_at >= $1`,
    ).join(' union all ')
    const heard = SERVICES.map(
      (name) => `select event_id, handled_at from "${name}".inbox where handled_at >= $1`,
    ).join(' union all ')
    const { rows } = await db.query<{ ms: number }>(
      `select extract(epoch from h.handled_at - t.occurred_at)::float8 * 1000 as ms
       from (${told}) t join (${heard}) h on h.event_id = t.id order by ms`,
      [clock?.now],
    )
    const times = rows.map(({ ms }) => ms)
    return [
      {
        what: 'event, commit → handled',
        concurrency: 1,
        perSecond: times.length / SECONDS,
        p50: quantile(times, 0.5),
        p95: quantile(times, 0.95),
        p99: quantile(times, 0.99),
        cpuMs: undefined,
        failed: failures.length,
        ...(failures.length > 0 && { note: String(failures[0]).slice(0, 160) }),
      },
    ]
  } finally {
    await db.end()
  }
}
