import type { Session, Tokens } from '@linli/api-client'

const KEY = 'linli-admin:tokens'
const listeners = new Set<() => void>()

function read(): Tokens | undefined {
  const text = localStorage.getItem(KEY)
  if (text === null) return undefined
  const { accessToken, refreshToken } = parsed(text)
  return accessToken && refreshToken ? { accessToken, refreshToken } : undefined
}

/** Whatever somebody else may have left there is no session. */
function parsed(text: string): Partial<Tokens> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/** Tokens of the administrator, shared by all tabs: a refresh in one is the refresh of all. */
export const session: Session = {
  tokens: read,
  keep(tokens) {
    const had = read() !== undefined
    if (tokens) localStorage.setItem(KEY, JSON.stringify(tokens))
    else localStorage.removeItem(KEY)
    if (!tokens && had) for (const tell of listeners) tell()
  },
  refreshPath: '/api/v1/admin/auth/tokens',
}

/** Told once when a session ends, whoever ended it: a refused refresh, another tab. */
export function onSignedOut(tell: () => void): void {
  listeners.add(tell)
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === KEY && newValue === null) tell()
  })
}
