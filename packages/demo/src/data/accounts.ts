import { admins } from './admins.ts'
import { type Resident, residents } from './residents.ts'
import { type StaffKey, staff } from './staff.ts'

export type Login = {
  readonly login: string
  readonly password: string
  readonly name: string
  readonly id: string
}

export type DemoUser = {
  readonly openid: string
  readonly nickname: string
  readonly userId: string
  readonly phone: string
  readonly communityId: string
  readonly pickupPointId: string
  /** The default one. */
  readonly addressId: string
}

function staffLogin(key: StaffKey): Login {
  return login(staff.find((each) => each.key === key))
}

function adminLogin(name: string): Login {
  return login(admins.find((each) => each.login === name))
}

function login(account: Login | undefined): Login {
  if (!account) throw new Error('accounts.ts names an account that the demo data does not have')
  return { login: account.login, password: account.password, name: account.name, id: account.id }
}

function user({ addresses, ...resident }: Resident): DemoUser {
  const address = addresses.find(({ isDefault }) => isDefault)
  if (!address) throw new Error(`resident ${resident.key} has no default address`)
  return {
    openid: resident.openid,
    nickname: resident.nickname,
    userId: resident.id,
    phone: resident.phone,
    communityId: resident.communityId,
    pickupPointId: resident.pickupPointId,
    addressId: address.id,
  }
}

/** What `npm start` prints and `.local/linli.json` carries as `accounts`. */
export const accounts = {
  users: residents.map(user),
  merchant: staffLogin('owner'),
  clerk: staffLogin('clerk'),
  verifier: staffLogin('verifier'),
  courier: staffLogin('courier'),
  leader: staffLogin('leader'),
  admin: adminLogin('admin'),
  /** An administrator who may only look. */
  service: adminLogin('service'),
  /** Verifier of 未来云邸 only: wrong point for everybody else. */
  otherVerifier: staffLogin('verifier-yundi'),
  /** Owner of another shop. */
  otherMerchant: staffLogin('hexian-owner'),
} as const

export type DemoAccounts = typeof accounts
