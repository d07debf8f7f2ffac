import type { Work } from '../deps.ts'
import { insertLoginLog } from './login-log.store.ts'
import type { LoginEntry } from './login-log.ts'

/** Records a login or its refusal. */
export async function writeLoginLog(work: Work, entry: LoginEntry): Promise<void> {
  await insertLoginLog(work, entry)
}
