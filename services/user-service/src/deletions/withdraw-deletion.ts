import type { Origin } from '../audit-logs/origin.ts'
import type { Work } from '../deps.ts'
import { moveUser } from '../users/move-user.ts'
import { closePending } from './deletion.store.ts'

type Own = { readonly userId: string; readonly origin: Origin }

/** They stay. @throws ILLEGAL_TRANSITION when they were not leaving */
export async function withdrawDeletion(work: Work, { userId, origin }: Own): Promise<void> {
  const action = 'user.deletion.withdraw'
  await moveUser(work, { userId, event: 'stay', reason: '用户撤销注销', until: null, action, origin })
  await closePending(work, { userId, status: 'WITHDRAWN' })
}
