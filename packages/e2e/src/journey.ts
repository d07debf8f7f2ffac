// `npm run journey`: one whole order through the gateway. Exits with 1 when any state is not what it must be.
import { setTimeout as sleep } from 'node:timers/promises'
import { readAddresses } from '@linli/dev'
import { demoAccounts } from './demo-accounts.ts'
import { buy } from './journey/buy.ts'
import { handOver } from './journey/hand-over.ts'
import { watchHops } from './journey/hops.ts'

const addresses = readAddresses()
if (!addresses?.gateway || !addresses.simulator) {
  console.error('Linli is not running here: npm start -- --detach')
  process.exit(2)
}

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

const hops = await watchHops(addresses.nats)
const { gateway, simulator } = addresses
try {
  const world = { hops, gateway, simulator, accounts: demoAccounts(addresses) }
  await handOver(world, await buy(world))
  const missing = () => MUST_HAPPEN.filter((event) => !hops.seen().has(event))
  for (const end = performance.now() + PATIENCE_MS; missing().length > 0 && performance.now() < end; )
    await sleep(50)
  if (missing().length > 0) throw new Error(`never told: ${missing().join(', ')}`)
  hops.say('journey complete')
} catch (error) {
  console.error(`\njourney failed: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
} finally {
  await hops.close()
}
process.exit()
