import { persisted } from '@linli/mini-ui'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { api, type Point, type StaffMe } from '../api'

type Desk = {
  readonly me: StaffMe | undefined
  readonly points: readonly Point[]
  /** The point that goods are handed out at; kept on the device. */
  readonly pointId: string | undefined
  load(): Promise<void>
  choose(pointId: string): void
  clear(): void
}

/** The person, the shop, and the points they work at, as the server said last. */
export const useDesk = create<Desk>()(
  persist(
    (set, get) => ({
      me: undefined,
      points: [],
      pointId: undefined,
      load: async () => {
        const me = await api.getStaffMe({})
        const points = me.permissions.includes('pickup-point:read')
          ? (await api.listMerchantPickupPoints({})).items
          : []
        const { pointId } = get()
        const still = points.some(({ id }) => id === pointId)
        set({ me, points, pointId: still ? pointId : points[0]?.id })
      },
      choose: (pointId) => set({ pointId }),
      clear: () => set({ me: undefined, points: [], pointId: undefined }),
    }),
    {
      // Without a network the counter goes on with what was known last.
      name: 'desk',
      version: 2,
      storage: persisted<Pick<Desk, 'me' | 'points' | 'pointId'>>(),
      partialize: ({ me, points, pointId }) => ({ me, points, pointId }),
      migrate: () => ({ me: undefined, points: [], pointId: undefined }),
    },
  ),
)

/** Whether the person may do something; the server decides again. */
export const useMay = (permission: string): boolean =>
  useDesk(({ me }) => me?.permissions.includes(permission) ?? false)

export const usePoint = (): Point | undefined =>
  useDesk(({ points, pointId }) => points.find(({ id }) => id === pointId))
