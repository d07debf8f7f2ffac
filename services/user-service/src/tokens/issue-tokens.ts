import { newId, SECOND_MS } from '@linli/core'
import type { Work } from '../deps.ts'
import { insertFamily, insertToken, loadBearer } from './token.store.ts'
import { claimsOf, hashOf, type Issued, type Lifetimes, newRefreshToken, type Subject } from './token.ts'

type Issuing = Subject & { readonly lifetimes: Lifetimes }

/** The first pair of a new session, or undefined when the subject may not have one. */
export async function issueTokens(
  work: Work,
  { lifetimes, ...subject }: Issuing,
): Promise<Issued | undefined> {
  const bearer = await loadBearer(work, subject)
  if (!bearer) return undefined
  const id = newId(work.now)
  const familyId = newId(work.now)
  const refreshToken = newRefreshToken()
  const expiresAt = new Date(work.now.getTime() + lifetimes.refreshSeconds * SECOND_MS)
  await insertFamily(work, { ...subject, id: familyId, expiresAt })
  await insertToken(work, { id, familyId, tokenHash: hashOf(refreshToken), predecessorId: null, expiresAt })
  const claims = claimsOf(bearer, { id, issuedAt: work.now, accessSeconds: lifetimes.accessSeconds })
  return { claims, refreshToken, refreshExpiresAt: expiresAt }
}
