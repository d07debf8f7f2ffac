import type { Work } from '../deps.ts'
import { dropTry, failTry, forgiveTries } from './credential.store.ts'

type Settling = {
  readonly attemptId: string
  readonly accountKey: string
  /** `dropped`: the password was right, but this try gave no session. */
  readonly result: 'failed' | 'succeeded' | 'dropped'
}

/** Says how a charged try ended. */
export async function settleLogin(work: Work, { attemptId, accountKey, result }: Settling): Promise<void> {
  if (result === 'failed') return failTry(work, attemptId)
  if (result === 'dropped') return dropTry(work, attemptId)
  return forgiveTries(work, accountKey)
}
