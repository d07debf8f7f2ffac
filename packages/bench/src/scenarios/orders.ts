import { drive, type Row } from '../load.ts'
import type { Buyer } from '../store.ts'
import { CONCURRENCY, type Context, seconds } from './context.ts'

const SETTLE_SECONDS = seconds(5)
const CREATE_SECONDS = { 1: seconds(5), 16: seconds(10), 64: seconds(30) }
/** Quotes prepared per second of creation: above the rate that is hoped for, so that they never run out. */
const QUOTES_PER_SECOND = 260

/** Settlement, and order creation to PENDING_PAYMENT. */
export async function measureOrders({ processes, store }: Context): Promise<Row[]> {
  const rows: Row[] = []
  let turn = 0
  const next = (): [Buyer, number] => {
    turn += 1
    const buyer = store.buyers[turn % store.buyers.length]
    if (!buyer) throw new Error('no buyer')
    return [buyer, turn]
  }
  for (const concurrency of CONCURRENCY) {
    const once = () => store.settle(...next())
    rows.push(await drive({ what: 'settlement', concurrency, seconds: SETTLE_SECONDS, once, processes }))
  }
  for (const concurrency of CONCURRENCY) {
    const duration = CREATE_SECONDS[concurrency]
    const quotes: { buyer: Buyer; token: string }[] = []
    const amount = concurrency === 1 ? 120 * duration : QUOTES_PER_SECOND * duration
    await drive({
      what: 'prepare',
      concurrency: 16,
      seconds: 120,
      more: () => quotes.length < amount,
      once: async () => {
        const [buyer, index] = next()
        quotes.push({ buyer, token: await store.settle(buyer, index) })
      },
    })
    const once = async () => {
      const quote = quotes.pop()
      if (quote) await store.place(quote.buyer, quote.token)
    }
    rows.push(
      await drive({
        what: 'order to PENDING_PAYMENT',
        concurrency,
        seconds: duration,
        more: () => quotes.length > 0,
        once,
        processes,
      }),
    )
  }
  return rows
}
