import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { holdsPassword } from './credential.store.ts'
import type { StaffAudience } from './credential.ts'

/**
 * Makes sure that the password that was checked is still the password; call it after the subject's tokens were
 * locked. @throws LOGIN_FAILED
 */
export async function holdCredential(
  work: Work,
  checked: { audience: StaffAudience; subjectId: string; passwordHash: string },
): Promise<void> {
  if (!(await holdsPassword(work, checked))) throw UserErrors.LOGIN_FAILED()
}
