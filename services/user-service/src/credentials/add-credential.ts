import type { Work } from '../deps.ts'
import { insertCredential } from './credential.store.ts'
import type { StaffAudience } from './credential.ts'

type Adding = {
  readonly audience: StaffAudience
  readonly subjectId: string
  readonly login: string
  readonly passwordHash: string
}

/** A login for a new staff member or administrator; its password must be replaced at the first use. */
export async function addCredential(work: Work, input: Adding): Promise<void> {
  await insertCredential(work, input)
}
