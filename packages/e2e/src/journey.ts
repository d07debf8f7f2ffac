// `npm run journey`: one whole order through the gateway. Exits with 1 when any state is not what it must be.
import { readAddresses } from '@linli/dev'
import { demoAccounts } from './demo-accounts.ts'
import { runJourney } from './journey/run-journey.ts'

const addresses = readAddresses()
if (!addresses?.gateway || !addresses.simulator) {
  console.error('Linli is not running here: npm start -- --detach')
  process.exit(2)
}
const { gateway, simulator, nats } = addresses
try {
  await runJourney({ gateway, simulator, nats, accounts: demoAccounts(addresses) })
} catch (error) {
  console.error(`\njourney failed: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
process.exit()
