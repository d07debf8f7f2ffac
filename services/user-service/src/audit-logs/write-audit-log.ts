import type { Work } from '../deps.ts'
import { insertAuditLog } from './audit-log.store.ts'
import type { AuditEntry } from './audit-log.ts'

/** Records who did what, in the transaction that does it (product.md U22). */
export async function writeAuditLog(work: Work, entry: AuditEntry): Promise<void> {
  await insertAuditLog(work, entry)
}
