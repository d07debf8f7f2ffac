import { setTimeout as sleep } from 'node:timers/promises'
import type { DemoAccounts } from '../demo-accounts.ts'
import { buy } from './buy.ts'
import { handOver } from './hand-over.ts'
import { watchHops } from './hops.ts'

/** What everybody must have been told by the end; the rest depends on coupons, points and subscriptions. */
const MUST_HAPPEN = [
  'order.v1.OrderCreated',
  'product.v1.StockReserved',
  'delivery.v1.SlotReserved',
  'order.v1.OrderConfirmed',
  'payment.v1.PaymentSucceeded',
  'order.v1.OrderPaid',
  'order.v1.OrderPreparing',
  'product.v1.StockCommitted',
  'delivery.v1.PickupReady',
  'delivery.v1.PickupVerified',
  'order.v1.OrderCompleted',
]
const PATIENCE_MS = 5_000

type Where = {
  readonly gateway: string
  readonly simulator: string
  readonly nats: string
  readonly accounts: DemoAccounts
}

/** One whole order through the gateway. @throws Error when any state is not what it must be */
export async function runJourney({ nats, ...where }: Where): Promise<void> {
  const hops = await watchHops(nats)
  try {
    const world = { hops, ...where }
    await handOver(world, await buy(world))
    const missing = () => MUST_HAPPEN.filter((event) => !hops.seen().has(event))
    for (const end = performance.now() + PATIENCE_MS; missing().length > 0 && performance.now() < end; )
      await sleep(50)
    if (missing().length > 0) throw new Error(`never told: ${missing().join(', ')}`)
    hops.say('journey complete')
  } finally {
    await hops.close()
  }
}
