import type { Work } from '../deps.ts'
import { lockAddresses, markDefault, newestAddressId, removeAddress } from './address.store.ts'

/** Deletes an address; when it was the default, the newest one becomes it (product.md U09). */
export async function deleteAddress(work: Work, ref: { id: string; userId: string }): Promise<void> {
  await lockAddresses(work, ref.userId)
  const { wasDefault } = await removeAddress(work, ref)
  if (!wasDefault) return
  const heir = await newestAddressId(work, ref.userId)
  if (heir !== undefined) await markDefault(work, { id: heir, userId: ref.userId })
}
