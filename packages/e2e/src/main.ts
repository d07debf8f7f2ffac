// The image `linli/journey`: the journey of the demo business, from inside of an installation. `helm test` runs it.
import { accounts } from '@linli/demo/accounts'
import { demoAccounts } from './demo-accounts.ts'
import { runJourney } from './journey/run-journey.ts'

/** @throws Error that names the variable */
function setting(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is missing`)
  return value
}

try {
  await runJourney({
    gateway: setting('GATEWAY_URL'),
    simulator: setting('SIMULATOR_URL'),
    nats: setting('NATS_URL'),
    accounts: demoAccounts({ accounts }),
  })
} catch (error) {
  console.error(`\njourney failed: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
process.exit()
