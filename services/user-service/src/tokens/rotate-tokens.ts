import { newId, SECOND_MS } from '@linli/core'
import type { Work } from '../deps.ts'
import { revokeTokens } from './revoke-tokens.ts'
import { insertToken, type LockedToken, loadBearer, lockToken, markUsed } from './token.store.ts'
import {
  type Announce,
  type Audience,
  type Bearer,
  claimsOf,
  hashOf,
  type Issued,
  judgeRefresh,
  type Lifetimes,
  newRefreshToken,
  openSuccessor,
  sealSuccessor,
} from './token.ts'

type Rotating = {
  readonly audience: Audience
  readonly refreshToken: string
  readonly lifetimes: Lifetimes
  readonly announce: Announce
}

/** A refusal is an outcome, not an exception: what it revoked must be committed. */
export type Rotation =
  | { readonly outcome: 'issued'; readonly issued: Issued }
  | { readonly outcome: 'refused'; readonly reason: 'UNKNOWN' | 'OVER' | 'BLOCKED' }
  | { readonly outcome: 'reused'; readonly subjectId: string }

/** Exchanges a refresh token for the next pair; a copy used later ends the whole family (reliability.md T9). */
export async function rotateTokens(work: Work, input: Rotating): Promise<Rotation> {
  const { audience, refreshToken, announce } = input
  const token = await lockToken(work, hashOf(refreshToken))
  if (!token || token.audience !== audience) return { outcome: 'refused', reason: 'UNKNOWN' }
  const judgement = judgeRefresh(token, work.now)
  if (judgement === 'refuse') return { outcome: 'refused', reason: 'OVER' }
  const { subjectId } = token
  if (judgement === 'reuse') {
    await revokeTokens(work, {
      audience,
      subjectId,
      sessions: { tokenId: token.id },
      reason: 'REUSED',
      announce,
    })
    return { outcome: 'reused', subjectId }
  }
  const bearer = await loadBearer(work, { audience, subjectId })
  if (!bearer) return { outcome: 'refused', reason: 'BLOCKED' }
  const issued =
    judgement === 'rotate'
      ? await rotate(work, token, { ...input, bearer })
      : repeat(token, { ...input, bearer })
  return { outcome: 'issued', issued }
}

async function rotate(work: Work, token: LockedToken, input: Rotating & { bearer: Bearer }): Promise<Issued> {
  const { bearer, lifetimes } = input
  const id = newId(work.now)
  const refreshToken = newRefreshToken()
  const expiresAt = new Date(work.now.getTime() + lifetimes.refreshSeconds * SECOND_MS)
  await markUsed(work, { id: token.id, successorSealed: sealSuccessor(input.refreshToken, refreshToken) })
  const { familyId } = token
  await insertToken(work, {
    id,
    familyId,
    tokenHash: hashOf(refreshToken),
    predecessorId: token.id,
    expiresAt,
  })
  const claims = claimsOf(bearer, { id, issuedAt: work.now, accessSeconds: lifetimes.accessSeconds })
  return { claims, refreshToken, refreshExpiresAt: expiresAt }
}

/** The pair that the first of two parallel refreshes got. */
function repeat(
  token: LockedToken,
  { bearer, refreshToken, lifetimes }: Rotating & { bearer: Bearer },
): Issued {
  const { successorId, successorIssuedAt, successorExpiresAt, successorSealed } = token
  if (!successorId || !successorIssuedAt || !successorExpiresAt || !successorSealed) {
    throw new Error(`refresh token ${token.id} was used but has no successor`)
  }
  const { accessSeconds } = lifetimes
  return {
    claims: claimsOf(bearer, { id: successorId, issuedAt: successorIssuedAt, accessSeconds }),
    refreshToken: openSuccessor(refreshToken, successorSealed),
    refreshExpiresAt: successorExpiresAt,
  }
}
