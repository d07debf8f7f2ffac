import { CommonErrors } from '@linli/core'
import type { FastifyRequest } from 'fastify'

/** A resident. */
export type User = { readonly audience: 'user'; readonly id: string; readonly tokenId: string }

type Powers = { readonly roles: readonly string[]; readonly permissions: ReadonlySet<string> }

/** Somebody who works for a merchant; acts for that merchant only. */
export type Staff = Powers & {
  readonly audience: 'merchant'
  readonly id: string
  readonly tokenId: string
  readonly merchantId: string
}

/** One of the platform's staff. */
export type Admin = Powers & { readonly audience: 'admin'; readonly id: string; readonly tokenId: string }

export type Identity = User | Staff | Admin

/** @throws UNAUTHENTICATED when the route was reached without a resident's token. */
export function userOf(request: FastifyRequest): User {
  const { identity } = request
  if (identity?.audience !== 'user') throw CommonErrors.UNAUTHENTICATED()
  return identity
}

/** @throws UNAUTHENTICATED when the route was reached without a merchant staff token. */
export function staffOf(request: FastifyRequest): Staff {
  const { identity } = request
  if (identity?.audience !== 'merchant') throw CommonErrors.UNAUTHENTICATED()
  return identity
}

/** @throws UNAUTHENTICATED when the route was reached without an administrator's token. */
export function adminOf(request: FastifyRequest): Admin {
  const { identity } = request
  if (identity?.audience !== 'admin') throw CommonErrors.UNAUTHENTICATED()
  return identity
}
