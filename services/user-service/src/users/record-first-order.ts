import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { markOrdered } from './user.store.ts'

/** From now on the user is not new. @throws USER_NOT_FOUND when the event is earlier than the user: it comes again. */
export async function recordFirstOrder(
  work: Work,
  { userId, at }: { userId: string; at: Date },
): Promise<void> {
  if (!(await markOrdered(work, { userId, at }))) throw UserErrors.USER_NOT_FOUND({ userId })
}
