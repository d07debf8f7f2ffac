import { persisted } from '@linli/mini-ui'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { OrderItem } from '../api'

export type PrintKind = 'picks' | 'labels'

type PrintJob = {
  readonly kind: PrintKind
  readonly orders: readonly OrderItem[]
  set(kind: PrintKind, orders: readonly OrderItem[]): void
}

/** What was chosen to be printed; it holds no personal data. Kept, since browsers print from pages that are reloaded. */
export const usePrintJob = create<PrintJob>()(
  persist((set) => ({ kind: 'picks', orders: [], set: (kind, orders) => set({ kind, orders }) }), {
    name: 'print-job',
    version: 1,
    storage: persisted<Pick<PrintJob, 'kind' | 'orders'>>(),
    partialize: ({ kind, orders }) => ({ kind, orders }),
  }),
)
