import type { Work } from '../deps.ts'
import { MessageErrors } from '../errors.ts'
import { lockDispatch, saveDecisions } from './dispatch.store.ts'
import { step } from './dispatch.ts'

const DAY_MS = 86_400_000

/** Tries one that was given up again, from the first try on. @throws DISPATCH_NOT_FOUND, ILLEGAL_TRANSITION */
export async function retryDispatch(work: Work, id: string, adminId: string): Promise<void> {
  const dispatch = await lockDispatch(work, id)
  if (!dispatch) throw MessageErrors.DISPATCH_NOT_FOUND({ id })
  const expiresAt = new Date(work.now.getTime() + DAY_MS)
  const decision = step(dispatch, 'retry', { attempts: 0, dueAt: work.now, expiresAt })
  await saveDecisions(work, [{ dispatch, decision, actor: adminId }])
}
