import { Agent, request } from 'undici'

/** What a call to a provider brought. Only `unreachable` is certain to have had no effect. */
export type Reply =
  | { readonly kind: 'answer'; readonly status: number; readonly text: string }
  | { readonly kind: 'unreachable'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string }

export type ProviderCall = {
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

const TIMEOUT_MS = 5_000
const CONNECT_MS = 2_000
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

export type CallProvider = (url: string, call: ProviderCall) => Promise<Reply>

/** One pool of connections for all providers of this process. */
export function createProviderCalls(): { call: CallProvider; close(): Promise<void> } {
  const agent = new Agent({
    connect: { timeout: CONNECT_MS },
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    connections: 16,
  })
  const call: CallProvider = async (url, { method, headers, body }) => {
    try {
      const response = await request(url, {
        dispatcher: agent,
        method,
        ...(headers && { headers }),
        ...(body !== undefined && { body }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      return { kind: 'answer', status: response.statusCode, text: await response.body.text() }
    } catch (error) {
      // The URL holds a token, so of the error only its kind is told.
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'TIMEOUT'
      return { kind: NOT_CONNECTED.has(code) ? 'unreachable' : 'unknown', detail: code }
    }
  }
  return { call, close: () => agent.destroy() }
}

/** The object in a JSON answer; undefined when it is none. */
export function jsonOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined // not an answer of the provider but of something in between
  }
}
