import type { Origin } from '../audit-logs/origin.ts'
import type { Work } from '../deps.ts'
import type { Announce } from '../tokens/token.ts'
import { eraseUser } from '../users/erase-user.ts'
import { closePending, lockDue, putOffDeletion } from './deletion.store.ts'
import { isFree, type Obligations, putOff } from './deletion.ts'

type Due = {
  readonly id: string
  readonly obligations: Obligations
  readonly origin: Origin
  readonly announce: Announce
}

/** Erases the account, or looks again tomorrow when something has come up meanwhile. @returns whether it is gone */
export async function completeDeletion(
  work: Work,
  { id, obligations, origin, announce }: Due,
): Promise<boolean> {
  const due = await lockDue(work, id)
  if (!due) return false
  if (!isFree(obligations)) {
    await putOffDeletion(work, { id, until: putOff(work.now) })
    return false
  }
  await eraseUser(work, { userId: due.userId, origin, announce })
  await closePending(work, { userId: due.userId, status: 'DONE' })
  return true
}
