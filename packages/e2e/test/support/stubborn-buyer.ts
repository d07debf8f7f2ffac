import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { dataOf, Refused } from '../../src/caller.ts'
import type { Item, Shop, Wishes } from '../../src/shop.ts'
import type { Buyer, Order } from '../../src/views.ts'

export type Intent = 'pay' | 'cancel' | 'leave'

/** An order that a buyer was told about (2xx): it must be there ever after. */
export type Acknowledged = {
  readonly buyer: Buyer
  readonly orderId: string
  readonly intent: Intent
  /** The wallet paid, or the cancellation was taken. */
  readonly done: boolean
}

const PATIENCE_MS = 60_000
const FIRST_WAIT_MS = 100
const LAST_WAIT_MS = 1_000

/** Tries again, as a client does, while the answer is that nobody is there. @throws the last failure */
export async function persist<Result>(step: () => Promise<Result>): Promise<Result> {
  const end = performance.now() + PATIENCE_MS
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LAST_WAIT_MS)) {
    try {
      return await step()
    } catch (error) {
      const isPassing = !(error instanceof Refused) || error.status >= 500 || error.status === 429
      if (!isPassing || performance.now() > end) throw error
      await sleep(waitMs)
    }
  }
}

/** One order from settlement to its end, the same keys in every try. */
export async function order(
  shop: Shop,
  buyer: Buyer,
  { intent, ...wishes }: Wishes & { readonly items: readonly Item[]; readonly intent: Intent },
): Promise<Acknowledged> {
  const key = randomUUID()
  const settlement = await persist(async () => {
    const whole = await shop.settle(buyer, wishes)
    // A slot may be full by now, points may be too few: then without.
    return whole.quoteToken === null ? shop.settle(buyer, { items: wishes.items }) : whole
  })
  const placed = await persist(() => shop.place(buyer, settlement, key))
  const acknowledged = { buyer, orderId: placed.id, intent }
  const decided = await persist(() =>
    shop.waitForStatus(buyer, placed.id, { statuses: ['PENDING_PAYMENT', 'CLOSED'], timeoutMs: PATIENCE_MS }),
  )
  if (decided.status === 'CLOSED' || intent === 'leave') return { ...acknowledged, done: false }
  const done = await persist(() => (intent === 'pay' ? pay(shop, acknowledged) : cancel(shop, acknowledged)))
  return { ...acknowledged, done }
}

type Mine = Pick<Acknowledged, 'buyer' | 'orderId'>

/** @returns false when the order was closed meanwhile; a second try finds it paid. */
async function pay(shop: Shop, { buyer, orderId }: Mine): Promise<boolean> {
  const { status, paymentStatus } = await shop.order(buyer, orderId)
  if (paymentStatus === 'PAID') return true
  if (status === 'CLOSED') return false
  try {
    await shop.pay(buyer, orderId)
  } catch (error) {
    // 409 of the wallet, 409 or 422 of payment: the try before got through, or the order is closing. Look again.
    if (!(error instanceof Refused) || (error.status !== 409 && error.status !== 422)) throw error
    const after = await shop.order(buyer, orderId)
    if (after.paymentStatus !== 'PAID' && after.status !== 'CLOSED')
      throw new Error(`not decided: ${error.message}`)
    return after.paymentStatus === 'PAID'
  }
  return true
}

async function cancel(shop: Shop, { buyer, orderId }: Mine): Promise<boolean> {
  const { token } = buyer
  await dataOf<Order>('POST', shop.url(`/orders/${orderId}/cancellations`), { token })
  return true
}
