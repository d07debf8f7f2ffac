import { randomUUID } from 'node:crypto'
import { drive, type Row } from '../load.ts'
import type { Buyer, Store } from '../store.ts'
import { CONCURRENCY, type Context, seconds } from './context.ts'
import { watchPreparedOrders } from './prepared-orders.ts'

/** An order takes more than a second at 64: in a short window its beginning and end, with idle cores, would count. */
const SECONDS = { 1: seconds(10), 16: seconds(10), 64: seconds(30) }
/** A platform that has just started compiles while it serves; what is measured is one that has run for a while. */
const WARM_UP_SECONDS = seconds(40)

/** Settle, place, pay with the simulated wallet, signed callback, PREPARING. */
export async function measurePaid({ platform, processes, store }: Context): Promise<Row[]> {
  const prepared = await watchPreparedOrders(platform.postgres)
  const rows: Row[] = []
  let turn = 0
  const once = async () => {
    turn += 1
    const buyer = store.buyers[turn % store.buyers.length]
    if (buyer) await prepared.reached(await payOne(store, buyer, turn))
  }
  const load = { what: 'whole paid path to PREPARING', once, processes }
  try {
    await drive({ ...load, concurrency: 16, seconds: WARM_UP_SECONDS })
    for (const concurrency of CONCURRENCY)
      rows.push(await drive({ ...load, concurrency, seconds: SECONDS[concurrency] }))
  } finally {
    await prepared.close()
  }
  return rows
}

type Started = { readonly cashier: Record<string, string> }

/** One order from settlement to the wallet. @returns its id */
async function payOne(store: Store, buyer: Buyer, index: number): Promise<string> {
  const { token, openid } = buyer
  const { id } = await store.place(buyer, await store.settle(buyer, index))
  const { cashier } = await store.gateway.call<Started>('POST', '/api/v1/payments', {
    token,
    headers: { 'idempotency-key': randomUUID() },
    body: { orderId: id },
  })
  await store.simulator.call('POST', '/__sim/pay', { body: { client: cashier, openid } })
  return id
}
