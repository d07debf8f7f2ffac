import { CommonErrors } from '@linli/core'
import type { FastifyRequest } from 'fastify'
import type { Identity } from './identity.ts'
import type { Audience, Verifier } from './verifier.ts'

export type RouteAudience = Audience | 'public'

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
  const token = bearerOf(request.headers.authorization)
  if (audience === 'public') {
    if (token) request.identity = await verify(token, 'user').catch(() => null)
    return
  }
  if (!token) throw CommonErrors.UNAUTHENTICATED()
  const identity = await verify(token, audience)
  if (permission && (identity.audience === 'user' || !identity.permissions.has(permission))) {
    throw CommonErrors.FORBIDDEN({ permission })
  }
  request.identity = identity
}

const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/

function bearerOf(header: string | undefined): string | undefined {
  return header === undefined ? undefined : BEARER.exec(header)?.[1]
}
