import type { Addresses } from '@linli/dev'

export type DemoUser = {
  readonly openid: string
  readonly nickname: string
  readonly userId: string
  readonly communityId: string
  readonly pickupPointId: string
  readonly addressId: string
}

export type DemoLogin = { readonly login: string; readonly password: string; readonly id: string }

const LOGINS = [
  'merchant',
  'clerk',
  'verifier',
  'courier',
  'leader',
  'admin',
  'service',
  'otherVerifier',
  'otherMerchant',
] as const

/** `accounts` of the address file: packages/demo/src/data/accounts.ts. */
export type DemoAccounts = Readonly<Record<(typeof LOGINS)[number], DemoLogin>> & {
  readonly users: readonly [DemoUser, DemoUser, ...DemoUser[]]
}

/** @throws Error when the platform runs without demo data */
export function demoAccounts({ accounts }: Pick<Addresses, 'accounts'>): DemoAccounts {
  if (!isAccounts(accounts))
    throw new Error('the running platform has no demo accounts: npm run reset, npm start')
  return accounts
}

function isAccounts(value: unknown): value is DemoAccounts {
  if (typeof value !== 'object' || value === null || !('users' in value)) return false
  const { users } = value
  return Array.isArray(users) && users.length >= 2 && LOGINS.every((name) => name in value)
}
