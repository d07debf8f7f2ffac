import type { Audience } from '../tokens/token.ts'

/** One line of the login log, refusals included. */
export type LoginEntry = {
  readonly audience: Audience
  readonly subjectId?: string | undefined
  /** As typed, masked. */
  readonly loginMasked?: string
  readonly method: 'WECHAT' | 'PASSWORD' | 'REFRESH'
  readonly outcome: 'SUCCEEDED' | 'REFUSED'
  readonly reason?: string
  readonly ip: string
  readonly userAgent: string
  readonly traceId: string | null
}

const USER_AGENT_LENGTH = 200

type Seen = { readonly ip: string; readonly headers: { readonly 'user-agent'?: string | undefined } }

export function callerOf({ ip, headers }: Seen): Pick<LoginEntry, 'ip' | 'userAgent'> {
  return { ip, userAgent: (headers['user-agent'] ?? '').slice(0, USER_AGENT_LENGTH) }
}
