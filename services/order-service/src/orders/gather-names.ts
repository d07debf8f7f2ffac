import type { PickupPoint, Slot } from '@linli/proto/delivery'
import { LRUCache } from 'lru-cache'

/** Names that orders keep: they change rarely, so each is asked once a minute at most. */
export type PlaceNames = {
  merchant(id: string): Promise<string>
  community(id: string): Promise<string>
  pickupPoint(id: string): Promise<Pick<PickupPoint, 'name' | 'address'>>
  slot(id: string): Promise<Pick<Slot, 'date' | 'label' | 'startsAt' | 'endsAt'>>
}

/** What is asked of the peers. */
type Peers = {
  readonly user: { getMerchant(request: { merchantId: string }): Promise<{ name: string }> }
  readonly delivery: {
    getCommunity(request: { communityId: string }): Promise<{ name: string }>
    getPickupPoint(request: { pickupPointId: string }): Promise<PickupPoint>
    getSlot(request: { slotId: string }): Promise<Slot>
  }
}

const TTL_MS = 60_000

export function createPlaceNames({ user, delivery }: Peers): PlaceNames {
  return {
    merchant: remembering(async (merchantId) => (await user.getMerchant({ merchantId })).name),
    community: remembering(async (communityId) => (await delivery.getCommunity({ communityId })).name),
    pickupPoint: remembering((pickupPointId) => delivery.getPickupPoint({ pickupPointId })),
    slot: remembering((slotId) => delivery.getSlot({ slotId })),
  }
}

/** Concurrent askers share one call; a failed call is not remembered. */
function remembering<T extends object | string>(ask: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new LRUCache<string, Promise<T>>({ max: 2_000, ttl: TTL_MS })
  return (id) => {
    const remembered = known.get(id)
    if (remembered) return remembered
    const asked = ask(id)
    known.set(id, asked)
    asked.catch(() => known.delete(id))
    return asked
  }
}
