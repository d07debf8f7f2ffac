import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { insertRole, type RoleDraft } from './role.store.ts'
import { checkMayGive, checkRole } from './role.ts'

type Creating = { readonly draft: RoleDraft; readonly giver: ReadonlySet<string>; readonly origin: Origin }

/** @throws ROLE_CODE_TAKEN, PERMISSION_UNKNOWN, PERMISSION_NOT_HELD. @returns the role's id */
export async function createRole(work: Work, { draft, giver, origin }: Creating): Promise<string> {
  checkRole(draft)
  if (draft.audience === 'admin') checkMayGive(giver, draft.permissions)
  const id = await insertRole(work, draft)
  const details = { code: draft.code, permissions: draft.permissions, scope: draft.scope }
  await writeAuditLog(work, { action: 'role.create', targetType: 'role', targetId: id, details, origin })
  return id
}
