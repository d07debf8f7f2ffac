import { persisted } from '@linli/mini-ui'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { api } from '../api'

/** Of the texts in pkg-user/agreement; a new version asks everybody again. */
export const AGREEMENT_VERSION = '2026-01'

type Consent = {
  readonly agreed: boolean
  readonly reported: boolean
  agree(agreed: boolean): void
  /** Tells the server once the person is known; a consent is a record, not a flag on a phone. */
  report(): Promise<void>
}

export const useConsent = create<Consent>()(
  persist(
    (set, get) => ({
      agreed: false,
      reported: false,
      agree: (agreed) => set({ agreed, reported: false }),
      report: async () => {
        if (!get().agreed || get().reported) return
        for (const document of ['TERMS', 'PRIVACY'] as const)
          await api.recordConsent({ body: { document, version: AGREEMENT_VERSION } })
        set({ reported: true })
      },
    }),
    {
      name: `consent-${AGREEMENT_VERSION}`,
      version: 1,
      storage: persisted<Pick<Consent, 'agreed' | 'reported'>>(),
      partialize: ({ agreed, reported }) => ({ agreed, reported }),
    },
  ),
)
