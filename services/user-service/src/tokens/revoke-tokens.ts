import type { Work } from '../deps.ts'
import { endFamilies, raiseVersion } from './token.store.ts'
import type { Announce, Subject } from './token.ts'

type Revoking = Subject & {
  /** Which sessions may not refresh any more: all, one by its id or by a token of it, or none (they get new powers). */
  readonly sessions: 'ALL' | 'NONE' | { readonly tokenId: string } | { readonly familyId: string }
  readonly reason: string
  readonly announce: Announce
}

/** Makes every access token of the subject worthless within a second (product.md U06). */
export async function revokeTokens(
  work: Work,
  { sessions, reason, announce, ...subject }: Revoking,
): Promise<void> {
  const version = await raiseVersion(work, subject) // first: it waits for a login under way, which then is seen below
  if (sessions !== 'NONE') {
    await endFamilies(work, { ...subject, reason, ...(sessions !== 'ALL' && sessions) })
  }
  work.afterCommit(async () => {
    // Not said is not lost: the job says it again.
    await announce({ audience: subject.audience, subject: subject.subjectId, version })
  })
}
