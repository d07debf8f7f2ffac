import { persisted } from '@linli/mini-ui'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { api } from '../api'

/** Of the texts in pkg-user/agreement; a new version asks everybody again. */
export const AGREEMENT_VERSION = '2026-11'

type Consent = {
  readonly agreed: boolean
  agree(agreed: boolean): void
  /**
   * Tells the server once the person is known: a consent is a record, not a flag on a phone. Saying it again changes
   * nothing there, so that whoever signs in on this device is recorded.
   */
  report(): Promise<void>
}

export const useConsent = create<Consent>()(
  persist(
    (set, get) => ({
      agreed: false,
      agree: (agreed) => set({ agreed }),
      report: async () => {
        if (!get().agreed) return
        for (const document of ['TERMS', 'PRIVACY'] as const)
          await api.recordConsent({ body: { document, version: AGREEMENT_VERSION } })
      },
    }),
    {
      name: `consent-${AGREEMENT_VERSION}`,
      version: 1,
      storage: persisted<Pick<Consent, 'agreed'>>(),
      partialize: ({ agreed }) => ({ agreed }),
    },
  ),
)
