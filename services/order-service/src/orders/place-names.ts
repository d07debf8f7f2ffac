import type { Peer } from '@linli/grpc'
import type { DeliveryQueryDefinition, PickupPoint, Slot } from '@linli/proto/delivery'
import type { UserQueryDefinition } from '@linli/proto/user'
import { LRUCache } from 'lru-cache'

/** Names that orders keep: they change rarely, so each is asked once a minute at most. */
export type PlaceNames = {
  merchant(id: string): Promise<string>
  community(id: string): Promise<string>
  pickupPoint(id: string): Promise<Pick<PickupPoint, 'name' | 'address'>>
  slot(id: string): Promise<Pick<Slot, 'date' | 'label' | 'startsAt' | 'endsAt'>>
}

type Peers = {
  readonly user: Peer<typeof UserQueryDefinition>
  readonly delivery: Peer<typeof DeliveryQueryDefinition>
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
