import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

/** How exact the time of an order is, against one small query per turn, however many orders are watched. */
const TURN_MS = 20
const PATIENCE_MS = 15_000
const HOUR_MS = 3_600_000

export type PreparedOrders = {
  /** Resolves once the order is PREPARING. @throws Error after 15 s */
  reached(orderId: string): Promise<void>
  close(): Promise<void>
}

type Waiting = { readonly resolve: () => void; readonly reject: (error: Error) => void; readonly end: number }

/** Watches the rows of order-service: an app's polling would be measured with what it waits for. */
export async function watchPreparedOrders(connectionString: string): Promise<PreparedOrders> {
  // Planned once: over the monthly partitions, planning anew would weigh more on the platform than the look itself.
  const db = new pg.Client({ connectionString, options: '-c plan_cache_mode=force_generic_plan' })
  db.on('error', () => {}) // a server that ends cuts it; the query reports that
  await db.connect()
  // Looking through one month's partition instead of all of them: what watches must not weigh.
  const since = new Date(Date.now() - HOUR_MS)
  const waiting = new Map<string, Waiting>()
  let closed = false

  const turn = async () => {
    const { rows } = await db.query<{ id: string }>({
      name: 'prepared',
      text: `select id from "order".orders
             where id = any($1::uuid[]) and created_at >= $2 and status = 'PREPARING'`,
      values: [[...waiting.keys()], since],
    })
    for (const { id } of rows) {
      waiting.get(id)?.resolve()
      waiting.delete(id)
    }
    for (const [id, { reject, end }] of waiting) {
      if (performance.now() < end) continue
      reject(new Error('order is not prepared after 15 s'))
      waiting.delete(id)
    }
  }
  const watching = (async () => {
    while (!closed) {
      if (waiting.size > 0) await turn()
      await delay(TURN_MS)
    }
  })().catch((error: unknown) => {
    for (const { reject } of waiting.values()) reject(new Error('the watch broke', { cause: error }))
  })

  return {
    reached: (orderId) =>
      new Promise((resolve, reject) => {
        waiting.set(orderId, { resolve, reject, end: performance.now() + PATIENCE_MS })
      }),
    async close() {
      closed = true
      await watching
      await db.end()
    },
  }
}
