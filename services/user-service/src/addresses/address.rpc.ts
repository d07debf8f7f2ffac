import type { Deps } from '../deps.ts'
import { maskPhone } from '../personal-data/masking.ts'
import { contactOf } from './address.schema.ts'
import { loadAddress } from './address.store.ts'
import { fullText } from './address.ts'

/** The addresses' part of `UserQuery`. */
export const addressQueries = (deps: Deps) => ({
  async getAddress({ userId, addressId }: { userId: string; addressId: string }) {
    const address = await loadAddress(deps.sql, { id: addressId, userId })
    const contact = contactOf(address, deps.vault)
    const { province, city, district, communityId, isDefault, version } = address
    return {
      addressId,
      userId,
      recipientName: contact.recipientName,
      phone: contact.phone,
      phoneMasked: maskPhone(contact.phone),
      province,
      city,
      district,
      street: contact.street,
      detail: contact.detail,
      fullText: fullText(address, contact),
      lng: contact.lng,
      lat: contact.lat,
      communityId: communityId ?? undefined,
      isDefault,
      version,
      asOfMs: deps.clock.now().getTime(),
    }
  },
})
