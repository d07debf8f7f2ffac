import type { Work } from '../deps.ts'
import { ensureSuperAdmin } from '../roles/ensure-super-admin.ts'
import { permissionsOf } from '../roles/permission.ts'
import { SUPER_ADMIN } from '../roles/role.ts'
import { addAdmin } from './add-admin.ts'
import { hasAdmins, lockAdmins } from './admin.store.ts'

type First = { readonly login: string; readonly passwordHash: string }

const SYSTEM = { actorType: 'system', actorId: null, merchantId: null, ip: null, traceId: null } as const

/**
 * Makes the first administrator, who must replace the password at the first login. Once there is one, or was one,
 * nothing happens: whoever can read the environment later cannot make another. @returns how many were made.
 */
export async function openOffice(work: Work, { login, passwordHash }: First): Promise<number> {
  await lockAdmins(work)
  if (await hasAdmins(work.sql)) return 0
  await ensureSuperAdmin(work)
  const giver = new Set(permissionsOf('admin'))
  await addAdmin(work, { name: login, login, passwordHash, roles: [SUPER_ADMIN], giver, origin: SYSTEM })
  return 1
}
