import { persisted } from '@linli/mini-ui'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export type Place = {
  readonly communityId: string
  readonly communityName: string
  readonly pickupPointId: string | null
  readonly pickupPointName: string | null
}

type PlaceState = { readonly place: Place | undefined; choose(place: Place): void; forget(): void }

/** Where this person shops: goods, prices and slots all depend on it. Kept on the device. */
export const usePlace = create<PlaceState>()(
  persist(
    (set) => ({
      place: undefined,
      choose: (place) => set({ place }),
      forget: () => set({ place: undefined }),
    }),
    {
      name: 'place',
      version: 1,
      storage: persisted<Pick<PlaceState, 'place'>>(),
      partialize: ({ place }) => ({ place }),
    },
  ),
)
