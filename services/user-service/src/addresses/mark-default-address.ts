import type { Work } from '../deps.ts'
import { clearDefault, loadAddress, lockAddresses, markDefault } from './address.store.ts'
import type { Address } from './address.ts'

/** @throws ADDRESS_NOT_FOUND, and then the old default stays. */
export async function markDefaultAddress(work: Work, ref: { id: string; userId: string }): Promise<Address> {
  await lockAddresses(work, ref.userId)
  const address = await loadAddress(work.sql, ref)
  if (address.isDefault) return address
  await clearDefault(work, ref.userId)
  return markDefault(work, ref)
}
