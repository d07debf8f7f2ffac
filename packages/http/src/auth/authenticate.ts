import { CommonErrors } from '@linli/core'
import type { FastifyRequest } from 'fastify'
import { decodeJwt } from 'jose'
import type { Identity } from './identity.ts'
import type { Audience, Verifier } from './verifier.ts'

/** Who may call a route: one audience, several (the token's own decides which), or everybody. */
export type RouteAudience = Audience | 'public' | readonly Audience[]

declare module 'fastify' {
  interface FastifyRequest {
    identity: Identity | null
  }
}

/**
 * Who calls. Only the Authorization header counts; identity headers are not read at all.
 * On public routes a resident's valid token is honoured (the answer may be personal) and a bad one is ignored.
 * @throws UNAUTHENTICATED, or FORBIDDEN when the token lacks the route's permission.
 */
export async function authenticate(
  request: FastifyRequest,
  verify: Verifier,
  { audience, permission }: { audience: RouteAudience; permission?: string },
): Promise<void> {
  const token = bearerOf(request.raw.rawHeaders)
  if (audience === 'public') {
    if (token) request.identity = await verify(token, 'user').catch(() => null)
    return
  }
  if (!token) throw CommonErrors.UNAUTHENTICATED()
  const identity = await verify(
    token,
    typeof audience === 'string' ? audience : claimedAmong(audience, token),
  )
  if (permission && (identity.audience === 'user' || !identity.permissions.has(permission))) {
    throw CommonErrors.FORBIDDEN({ permission })
  }
  request.identity = identity
}

/** The claim only chooses whose keys the token is verified with; the verification itself checks it. */
function claimedAmong(audiences: readonly Audience[], token: string): Audience {
  try {
    const { aud } = decodeJwt(token)
    const claimed = audiences.find((audience) => audience === aud)
    if (claimed) return claimed
  } catch (error) {
    throw CommonErrors.UNAUTHENTICATED(undefined, error)
  }
  throw CommonErrors.UNAUTHENTICATED()
}

const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i

/** Node keeps the first of several Authorization headers, a gateway may judge another one: two are as good as none. */
function bearerOf(rawHeaders: readonly string[]): string | undefined {
  const isName = (text: string, index: number) => index % 2 === 0 && text.toLowerCase() === 'authorization'
  const at = rawHeaders.findIndex(isName)
  if (at === -1 || rawHeaders.findLastIndex(isName) !== at) return undefined
  return BEARER.exec(rawHeaders[at + 1] ?? '')?.[1]
}
