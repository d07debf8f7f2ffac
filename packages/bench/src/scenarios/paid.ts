import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { drive, type Row } from '../load.ts'
import type { Buyer, Store } from '../store.ts'
import { CONCURRENCY, type Context, seconds } from './context.ts'

const SECONDS = seconds(10)
/** Ever more patiently, as often as the app's result page at last. */
const FIRST_POLL_MS = 150
const LAST_POLL_MS = 600
const PATIENCE_MS = 15_000

/** Settle, place, pay with the simulated wallet, signed callback, PREPARING. */
export async function measurePaid({ processes, store }: Context): Promise<Row[]> {
  const rows: Row[] = []
  let turn = 0
  for (const concurrency of CONCURRENCY) {
    const once = async () => {
      turn += 1
      const buyer = store.buyers[turn % store.buyers.length]
      if (buyer) await buyOne(store, buyer, turn)
    }
    rows.push(
      await drive({ what: 'whole paid path to PREPARING', concurrency, seconds: SECONDS, once, processes }),
    )
  }
  return rows
}

type Started = { readonly cashier: Record<string, string> }

/** One order from settlement to PREPARING. */
async function buyOne(store: Store, buyer: Buyer, index: number): Promise<void> {
  const { token, openid } = buyer
  const { id } = await store.place(buyer, await store.settle(buyer, index))
  const { cashier } = await store.gateway.call<Started>('POST', '/api/v1/payments', {
    token,
    headers: { 'idempotency-key': randomUUID() },
    body: { orderId: id },
  })
  await store.simulator.call('POST', '/__sim/pay', { body: { client: cashier, openid } })
  const end = performance.now() + PATIENCE_MS
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(2 * pollMs, LAST_POLL_MS)) {
    await delay(pollMs)
    const { status } = await store.order(buyer, id)
    if (status === 'PREPARING') return
    if (performance.now() > end) throw new Error(`order is still ${status}`)
  }
}
