import { create } from 'zustand'

export type DeskTab = 'accept' | 'prepare' | 'delivering' | 'ready' | 'done' | 'closed' | 'unpaid'
export type ShelfTab = 'ON_SALE' | 'OFF_SALE' | 'PENDING_REVIEW' | 'DRAFT' | 'low'

type Tabs = {
  readonly desk: DeskTab
  readonly shelf: ShelfTab
  /** Where the tab pages stand: a figure of today leads to its own list. */
  turn(tabs: Partial<Pick<Tabs, 'desk' | 'shelf'>>): void
}

export const useTabs = create<Tabs>()((set) => ({
  desk: 'accept',
  shelf: 'ON_SALE',
  turn: (tabs) => set(tabs),
}))
