import type { Work } from '../deps.ts'
import { clearDefault, lockAddresses, markDefault, updateAddress } from './address.store.ts'
import type { Address, AddressDraft } from './address.ts'

type Editing = {
  readonly id: string
  readonly userId: string
  readonly version: number
  readonly draft: AddressDraft
  /** False does not take the default away: exactly one address has it. */
  readonly isDefault: boolean
}

/** @throws VERSION_CONFLICT when it was changed since it was read, ADDRESS_NOT_FOUND */
export async function editAddress(
  work: Work,
  { id, userId, version, draft, isDefault }: Editing,
): Promise<Address> {
  await lockAddresses(work, userId)
  const address = await updateAddress(work, { id, userId }, { version, draft })
  if (!isDefault || address.isDefault) return address
  await clearDefault(work, userId)
  return markDefault(work, { id, userId })
}
