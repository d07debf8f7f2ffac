import { businessDay, persisted, serverNow } from '@linli/mini-ui'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { api, type Popup } from '../api'
import { useSession } from './session'

/** How often this device has shown a popup, and by which rule. */
export type Shown = Pick<Popup, 'frequency' | 'times'> & {
  readonly exposures: number
  readonly lastDay: string
}

const KEPT = 20

/** The server's own rule, for guests, whom it does not remember. */
export function isEnough({ frequency, times, exposures, lastDay }: Shown, today: string): boolean {
  if (frequency === 'ALWAYS') return false
  if (frequency === 'DAILY') return lastDay === today
  return exposures >= (frequency === 'ONCE' ? 1 : (times ?? 0))
}

type Popups = {
  readonly shown: Readonly<Record<string, Shown>>
  /** The popup of a page view, if there is one to show. */
  next(page: 'home', communityId: string | undefined): Promise<Popup | undefined>
  seen(popup: Popup): void
}

export const usePopups = create<Popups>()(
  persist(
    (set, get) => ({
      shown: {},
      next: async (page, communityId) => {
        const today = businessDay(serverNow())
        const enough = Object.entries(get().shown).flatMap(([id, shown]) =>
          isEnough(shown, today) ? [id] : [],
        )
        const isGuest = useSession.getState().tokens === undefined
        const exclude = isGuest && enough.length > 0 ? enough.join() : undefined
        return (await api.getCurrentPopup({ query: { page, communityId, exclude } })) ?? undefined
      },
      seen: ({ id, frequency, times }) =>
        set(({ shown }) => {
          const { [id]: before, ...others } = shown
          const now = {
            frequency,
            times,
            exposures: (before?.exposures ?? 0) + 1,
            lastDay: businessDay(serverNow()),
          }
          return { shown: Object.fromEntries([...Object.entries(others), [id, now] as const].slice(-KEPT)) }
        }),
    }),
    {
      name: 'popups',
      version: 1,
      storage: persisted<Pick<Popups, 'shown'>>(),
      partialize: ({ shown }) => ({ shown }),
    },
  ),
)
