import { newId } from '@linli/core'
import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import { addCredential } from '../credentials/add-credential.ts'
import type { Work } from '../deps.ts'
import { resolveRoles } from '../roles/resolve-roles.ts'
import { insertAdmin, replaceAdminRoles } from './admin.store.ts'

type Adding = {
  readonly name: string
  readonly login: string
  readonly passwordHash: string
  readonly roles: readonly string[]
  readonly giver: ReadonlySet<string>
  readonly origin: Origin
}

/** A new administrator, whose first login must replace the password. @returns the id */
export async function addAdmin(work: Work, input: Adding): Promise<string> {
  const { name, login, passwordHash, roles: codes, giver, origin } = input
  const roles = await resolveRoles(work, { audience: 'admin', codes, giver })
  const id = newId<'Admin'>(work.now)
  await insertAdmin(work, { id, name })
  await addCredential(work, { audience: 'admin', subjectId: id, login, passwordHash })
  await replaceAdminRoles(
    work,
    id,
    roles.map((role) => role.id),
  )
  const details = { login, roles: codes }
  await writeAuditLog(work, { action: 'admin.create', targetType: 'admin', targetId: id, details, origin })
  return id
}
