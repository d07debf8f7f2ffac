import { useQuery } from '@linli/mini-ui'
import { useState } from 'react'
import { api, type Settlement } from '../../api'
import { usePlace } from '../../stores/place'

export type Choice = {
  readonly mode: 'SELF_PICKUP' | 'HOME'
  readonly addressId?: string | undefined
  readonly slotId?: string | undefined
  /** undefined: the best one; null: none. */
  readonly couponId?: string | null | undefined
  readonly points: number
}

type Basket = {
  readonly skuId?: string | undefined
  readonly qty: number
  readonly merchantId?: string | undefined
}

/** What the person has chosen so far, and the price the server makes of it. Every change asks anew. */
export function useSettlement({ skuId, qty, merchantId }: Basket) {
  const place = usePlace((state) => state.place)
  const [choice, setChoice] = useState<Choice>({ mode: 'SELF_PICKUP', points: 0 })
  const settle = (wanted: Choice): Promise<Settlement> =>
    api.createSettlement({
      body: {
        communityId: place?.communityId ?? '',
        mode: wanted.mode,
        points: wanted.points,
        ...(wanted.mode === 'SELF_PICKUP' && place?.pickupPointId && { pickupPointId: place.pickupPointId }),
        ...(wanted.mode === 'HOME' && wanted.addressId && { addressId: wanted.addressId }),
        ...(wanted.slotId && { slotId: wanted.slotId }),
        ...(wanted.couponId !== undefined && { couponId: wanted.couponId }),
        ...(skuId ? { items: [{ skuId, qty }] } : { ...(merchantId && { merchantId }) }),
      },
    })
  const complete = choice.mode === 'SELF_PICKUP' || choice.addressId !== undefined
  const query = useQuery(
    complete ? place && `${place.communityId}/${place.pickupPointId}/${JSON.stringify(choice)}` : undefined,
    () => settle(choice),
  )
  const [last, setLast] = useState<Settlement>()
  if (query.data && query.data !== last) setLast(query.data)
  return {
    choice,
    /** The last known price; stays on the screen while a newer one is asked for. */
    settlement: query.data ?? last,
    fresh: query.data !== undefined,
    failure: query.failure,
    reload: query.reload,
    replace: query.replace,
    settleAgain: () => settle(choice),
    change: (next: Partial<Choice>) => setChoice((old) => ({ ...old, ...next })),
  }
}
