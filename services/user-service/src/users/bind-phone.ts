import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { maskPhone } from '../personal-data/masking.ts'
import { sealPhone, type Vault } from '../personal-data/vault.ts'
import { setPhone } from './user.store.ts'
import type { User } from './user.ts'

type Binding = {
  readonly userId: string
  readonly phone: string
  readonly vault: Vault
  readonly origin: Origin
}

/**
 * Binds the number, or replaces the one before. A number of somebody else's is refused by its unique index: accounts are
 * never merged in silence (product.md U02).
 */
export async function bindPhone(work: Work, { userId, phone, vault, origin }: Binding): Promise<User> {
  const user = await setPhone(work, { userId, ...sealPhone(vault, phone) })
  await writeAuditLog(work, {
    action: 'user.phone.bind',
    targetType: 'user',
    targetId: userId,
    details: { phone: maskPhone(phone) },
    origin,
  })
  return user
}
