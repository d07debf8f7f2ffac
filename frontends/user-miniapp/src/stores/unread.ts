import { create } from 'zustand'
import { api } from '../api'
import { useSession } from './session'

type Unread = { readonly total: number; load(): Promise<void> }

/** How many messages wait to be read; shown on the tab. */
export const useUnread = create<Unread>()((set) => ({
  total: 0,
  load: async () => {
    if (!useSession.getState().tokens) return set({ total: 0 })
    set({ total: (await api.getUnreadCounts({})).total })
  },
}))
