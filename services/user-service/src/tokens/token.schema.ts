import { Type } from 'typebox'
import type { Issued } from './token.ts'

export const RefreshBody = Type.Object(
  { refreshToken: Type.String({ minLength: 1, maxLength: 4096 }) },
  { additionalProperties: false },
)

export const TokenPairView = Type.Object(
  {
    tokenType: Type.Literal('Bearer'),
    accessToken: Type.String(),
    /** Seconds until the access token ends. */
    expiresIn: Type.Integer(),
    refreshToken: Type.String(),
    refreshExpiresAt: Type.String({ format: 'date-time' }),
  },
  { title: 'TokenPairView' },
)

/** @param accessToken the signed claims. */
export function toTokenPairView(accessToken: string, { claims, refreshToken, refreshExpiresAt }: Issued) {
  return {
    tokenType: 'Bearer' as const,
    accessToken,
    expiresIn: claims.exp - claims.iat,
    refreshToken,
    refreshExpiresAt: refreshExpiresAt.toISOString(),
  }
}
