import type { Origin } from '../audit-logs/origin.ts'
import type { Work } from '../deps.ts'
import { moveUser } from '../users/move-user.ts'
import { insertDeletion } from './deletion.store.ts'
import { assertFree, type Deletion, eraseTime, type Obligations } from './deletion.ts'

type Wanted = { readonly userId: string; readonly obligations: Obligations; readonly origin: Origin }

/** The account is left and waits for its end; its owner may still sign in. @throws DELETION_BLOCKED, ILLEGAL_TRANSITION */
export async function requestDeletion(
  work: Work,
  { userId, obligations, origin }: Wanted,
): Promise<Deletion> {
  assertFree(obligations)
  const action = 'user.deletion.request'
  await moveUser(work, { userId, event: 'leave', reason: '用户申请注销', until: null, action, origin })
  return insertDeletion(work, { userId, eraseAt: eraseTime(work.now) })
}
