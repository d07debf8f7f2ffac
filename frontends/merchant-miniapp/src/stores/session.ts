import { persisted } from '@linli/mini-ui'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export type Tokens = { readonly accessToken: string; readonly refreshToken: string }

type Session = { readonly tokens: Tokens | undefined; keep(tokens: Tokens | undefined): void }

/** Who is behind the counter, kept on the device. */
export const useSession = create<Session>()(
  persist((set) => ({ tokens: undefined, keep: (tokens) => set({ tokens }) }), {
    name: 'session',
    version: 1,
    storage: persisted<Pick<Session, 'tokens'>>(),
    partialize: ({ tokens }) => ({ tokens }),
  }),
)

export const useSignedIn = (): boolean => useSession(({ tokens }) => tokens !== undefined)
