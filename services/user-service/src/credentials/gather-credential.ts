import type { Deps } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { findCredential } from './credential.store.ts'
import type { Credential, StaffAudience } from './credential.ts'

type Claimed = { readonly audience: StaffAudience; readonly subjectId: string; readonly password: string }

/** One's own credential, for who knows its password. @throws PASSWORD_WRONG */
export async function gatherCredential(
  { sql, passwords }: Pick<Deps, 'sql' | 'passwords'>,
  { audience, subjectId, password }: Claimed,
): Promise<Credential> {
  const credential = await findCredential(sql, { audience, subjectId })
  if (!credential || !(await passwords.verify(password, credential.passwordHash)))
    throw UserErrors.PASSWORD_WRONG()
  return credential
}
