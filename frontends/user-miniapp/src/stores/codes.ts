import { persisted } from '@linli/mini-ui'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

const KEPT = 20

type Codes = { readonly codes: Readonly<Record<string, string>>; keep(orderId: string, code: string): void }

/** Pickup codes seen on this device: the digits work without a network. */
export const useCodes = create<Codes>()(
  persist(
    (set) => ({
      codes: {},
      keep: (orderId, code) =>
        set(({ codes: { [orderId]: _old, ...others } }) => ({
          codes: Object.fromEntries([...Object.entries(others), [orderId, code]].slice(-KEPT)),
        })),
    }),
    {
      name: 'pickup-codes',
      version: 1,
      storage: persisted<Pick<Codes, 'codes'>>(),
      partialize: ({ codes }) => ({ codes }),
    },
  ),
)
