import type { Work } from '../deps.ts'
import type { LoginEntry } from './entry.ts'
import { insertLoginLog } from './login-log.store.ts'

/** Records a login or its refusal. */
export async function writeLoginLog(work: Work, entry: LoginEntry): Promise<void> {
  await insertLoginLog(work, entry)
}
