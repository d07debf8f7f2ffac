import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { clearDefault, insertAddress, lockAddresses } from './address.store.ts'
import { type Address, type AddressDraft, MAX_ADDRESSES } from './address.ts'

type Adding = { readonly userId: string; readonly draft: AddressDraft; readonly isDefault: boolean }

/** Adds an address; the first one is the default whether asked for or not. @throws ADDRESS_LIMIT */
export async function addAddress(work: Work, { userId, draft, isDefault }: Adding): Promise<Address> {
  const count = await lockAddresses(work, userId)
  if (count >= MAX_ADDRESSES) throw UserErrors.ADDRESS_LIMIT({ max: MAX_ADDRESSES })
  const becomesDefault = isDefault || count === 0
  if (becomesDefault) await clearDefault(work, userId)
  return insertAddress(work, { userId, draft, isDefault: becomesDefault })
}
