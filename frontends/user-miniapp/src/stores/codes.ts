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
        set(({ codes }) => {
          const others = Object.entries(codes).filter(([id]) => id !== orderId)
          const mine: [string, string] = [orderId, code]
          return { codes: Object.fromEntries([...others, mine].slice(-KEPT)) }
        }),
    }),
    {
      name: 'pickup-codes',
      version: 1,
      storage: persisted<Pick<Codes, 'codes'>>(),
      partialize: ({ codes }) => ({ codes }),
    },
  ),
)
