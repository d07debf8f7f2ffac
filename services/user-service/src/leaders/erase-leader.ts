import type { Origin } from '../audit-logs/origin.ts'
import type { Work } from '../deps.ts'
import { eraseContacts, findLive } from './leader.store.ts'
import { moveLeader } from './move-leader.ts'

/** Whoever leaves is no leader any more; that there was one stays, without a name or a place. */
export async function eraseLeader(
  work: Work,
  { userId, origin }: { userId: string; origin: Origin },
): Promise<void> {
  const leaderId = await findLive(work, userId)
  if (leaderId !== undefined) await moveLeader(work, { leaderId, event: 'quit', reason: '账号注销', origin })
  await eraseContacts(work, userId)
}
