import { PickupPointStatus } from '@linli/proto/delivery'
import type { Deps } from '../deps.ts'
import { UserErrors } from '../errors.ts'

type Wanted = {
  readonly pickupPointId?: string
  readonly communityId?: string
  readonly lng?: number
  readonly lat?: number
}

type Place = { readonly communityId: string; readonly pickupPointId: string | null }

/** The community and pickup point meant by a point, a community or a location (product.md U10). */
export async function gatherPlace({ delivery }: Pick<Deps, 'delivery'>, wanted: Wanted): Promise<Place> {
  if (wanted.pickupPointId !== undefined) {
    const point = await delivery.getPickupPoint({ pickupPointId: wanted.pickupPointId })
    if (point.status !== PickupPointStatus.OPEN)
      throw UserErrors.PICKUP_POINT_CLOSED({ pickupPointId: point.pickupPointId })
    return { communityId: point.communityId, pickupPointId: point.pickupPointId }
  }
  const communityId = wanted.communityId ?? (await communityAt({ delivery }, wanted))
  const community = await delivery.getCommunity({ communityId })
  if (!community.open) throw UserErrors.COMMUNITY_NOT_SERVED({ communityId })
  return { communityId, pickupPointId: community.defaultPickupPointId ?? null }
}

async function communityAt({ delivery }: Pick<Deps, 'delivery'>, { lng, lat }: Wanted): Promise<string> {
  if (lng === undefined || lat === undefined) throw UserErrors.COMMUNITY_NOT_SERVED()
  const { communityId } = await delivery.resolveCommunity({ lng, lat })
  if (communityId === undefined) throw UserErrors.COMMUNITY_NOT_SERVED()
  return communityId
}
