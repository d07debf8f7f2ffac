import { usePlatform } from '@linli/testing'
import { demoAccounts } from '../../src/demo-accounts.ts'

/** Addresses of the front ends under test. @throws Error when the platform runs without them */
export function useSites() {
  const addresses = usePlatform()
  const { user, merchant, admin } = addresses.web
  if (!user || !merchant || !admin) throw new Error('the platform serves no front ends: LINLI_WEB=0?')
  return { user, merchant, admin, accounts: demoAccounts(addresses), addresses }
}
