import { api } from '../../api'
import type { Place } from '../../stores/place'

/** Names for the ids a profile carries. */
export async function placeOf(communityId: string, pickupPointId: string | null): Promise<Place> {
  const [community, point] = await Promise.all([
    api.getCommunity({ path: { id: communityId } }),
    pickupPointId === null ? undefined : api.getPickupPoint({ path: { id: pickupPointId } }),
  ])
  return {
    communityId,
    communityName: community.name,
    pickupPointId,
    pickupPointName: point?.name ?? null,
  }
}
