import type { Deps } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import type { AddressDraft, Area, Contact } from './address.ts'

type Written = Area & Contact & { readonly label?: string }

/**
 * The draft of an address: sealed, and placed in its community. Without coordinates it belongs to none.
 * @throws ADDRESS_NOT_SERVED when the place is outside every service area.
 */
export async function gatherAddress(
  { delivery, vault }: Pick<Deps, 'delivery' | 'vault'>,
  written: Written,
): Promise<AddressDraft> {
  const { province, city, district, label = '', ...contact } = written
  return {
    province,
    city,
    district,
    label,
    contactSealed: vault.seal(JSON.stringify(contact)),
    communityId: await communityOf({ delivery }, contact),
  }
}

async function communityOf(
  { delivery }: Pick<Deps, 'delivery'>,
  { lng, lat }: Contact,
): Promise<string | null> {
  if (lng === undefined || lat === undefined) return null
  const [resolved, area] = await Promise.all([
    delivery.resolveCommunity({ lng, lat }),
    delivery.checkServiceArea({ lng, lat }),
  ])
  if (!area.served) throw UserErrors.ADDRESS_NOT_SERVED({ reason: area.reason ?? 'AREA_NOT_SERVED' })
  return resolved.communityId ?? area.communityId ?? null
}
