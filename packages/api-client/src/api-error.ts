/**
 * What a caller can do about it: `offline` and `down` try again later, `busy` wait, `signed_out` sign in,
 * `stale` load anew, `invalid` correct the input, `refused` read the message.
 */
export type ErrorKind = 'offline' | 'down' | 'busy' | 'signed_out' | 'stale' | 'invalid' | 'refused'

type Refusal = {
  readonly status: number
  readonly code: number
  readonly message: string
  readonly details?: unknown
  readonly traceId?: string | undefined
  readonly retryAfterS?: number | undefined
}

/** A call that did not succeed. `code` is the business code of the envelope, 0 when nobody answered. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: number
  readonly details: unknown
  /** Names the request in the logs; to be shown where a person may ask for help. */
  readonly traceId: string | undefined
  /** Seconds a limiter asks to wait. */
  readonly retryAfterS: number | undefined

  constructor({ status, code, message, details, traceId, retryAfterS }: Refusal, cause?: unknown) {
    super(message, { cause })
    this.status = status
    this.code = code
    this.details = details
    this.traceId = traceId
    this.retryAfterS = retryAfterS
  }

  get kind(): ErrorKind {
    const { status } = this
    if (status === 0) return 'offline'
    if (status >= 500) return 'down'
    if (status === 429) return 'busy'
    if (status === 401) return 'signed_out'
    if (status === 409) return 'stale'
    return status === 400 ? 'invalid' : 'refused'
  }

  /** Messages by field of the body, `address/detail` for nested ones, as a 400 of the services carries them. */
  get fields(): Readonly<Record<string, string>> {
    const list = isRecord(this.details) ? this.details.fields : undefined
    if (!Array.isArray(list)) return {}
    return Object.fromEntries(
      list.flatMap((entry: unknown) =>
        isRecord(entry) && typeof entry.path === 'string' && typeof entry.message === 'string'
          ? [[entry.path.replace(/^body\/?/, ''), entry.message]]
          : [],
      ),
    )
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
