import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { SECOND_MS } from '@linli/core'

export type Audience = 'user' | 'merchant' | 'admin'

export type Subject = { readonly audience: Audience; readonly subjectId: string }

/** A subject's current version: tokens with another one are revoked. */
export type TokenVersion = { readonly audience: Audience; readonly subject: string; readonly version: number }

/** Tells every service about a version; a job repeats it until Redis has it. */
export type Announce = (version: TokenVersion) => Promise<boolean>

/** Who may hold a token now, and with which powers. */
export type Bearer = Subject & {
  readonly version: number
  readonly merchantId?: string
  readonly roles?: readonly string[]
  readonly permissions?: readonly string[]
}

export type Lifetimes = { readonly accessSeconds: number; readonly refreshSeconds: number }

/** The payload of an access token; `kid` is added by the signer. */
export type Claims = {
  readonly iss: 'linli'
  readonly aud: Audience
  readonly sub: string
  readonly jti: string
  readonly iat: number
  readonly exp: number
  readonly tv: number
  readonly mid?: string
  readonly roles?: readonly string[]
  readonly perms?: readonly string[]
}

/** A pair as the door hands it out; the access token is `claims`, signed. */
export type Issued = {
  readonly claims: Claims
  readonly refreshToken: string
  readonly refreshExpiresAt: Date
}

export function claimsOf(
  bearer: Bearer,
  token: { id: string; issuedAt: Date; accessSeconds: number },
): Claims {
  const iat = Math.floor(token.issuedAt.getTime() / SECOND_MS)
  return {
    iss: 'linli',
    aud: bearer.audience,
    sub: bearer.subjectId,
    jti: token.id,
    iat,
    exp: iat + token.accessSeconds,
    tv: bearer.version,
    ...(bearer.merchantId !== undefined && { mid: bearer.merchantId }),
    ...(bearer.roles && { roles: bearer.roles }),
    ...(bearer.permissions && { perms: bearer.permissions }),
  }
}

/** Opaque, 256 bits; the database knows its hash alone. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url')
}

export function hashOf(refreshToken: string): string {
  return createHash('sha256').update(refreshToken).digest('base64url')
}

/** A refresh token as it was found, its family locked. */
export type Presented = {
  readonly expiresAt: Date
  readonly usedAt: Date | null
  readonly revokedAt: Date | null
  readonly successorUsed: boolean
  readonly successorSealed: string | null
}

/** Two requests of one client may refresh at once; the second gets the first one's pair for this long. */
export const REFRESH_GRACE_MS = 10 * SECOND_MS

/** What a presented refresh token deserves (reliability.md T9). Reuse means that somebody else holds a copy. */
export function judgeRefresh(token: Presented, at: Date): 'rotate' | 'repeat' | 'reuse' | 'refuse' {
  if (token.revokedAt || token.expiresAt <= at) return 'refuse'
  if (!token.usedAt) return 'rotate'
  const recent = at.getTime() - token.usedAt.getTime() <= REFRESH_GRACE_MS
  return recent && !token.successorUsed && token.successorSealed !== null ? 'repeat' : 'reuse'
}

/** Only whoever still has `refreshToken` can read its successor; the database cannot. */
export function sealSuccessor(refreshToken: string, successor: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFrom(refreshToken), iv)
  const body = Buffer.concat([cipher.update(successor, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
}

export function openSuccessor(refreshToken: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', keyFrom(refreshToken), bytes.subarray(0, 12), {
    authTagLength: 16,
  })
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

function keyFrom(refreshToken: string): Buffer {
  return Buffer.from(hkdfSync('sha256', refreshToken, '', 'linli refresh successor', 32))
}
