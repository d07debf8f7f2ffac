import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { checkMayGive, powersOf } from '../roles/role.ts'
import { revokeTokens } from '../tokens/revoke-tokens.ts'
import type { Announce } from '../tokens/token.ts'
import { countOwners, endMembership, loadMember, lockShop } from './staff.store.ts'

type Removing = {
  readonly staffId: string
  readonly merchantId: string
  readonly giver: ReadonlySet<string>
  readonly origin: Origin
  readonly announce: Announce
}

/** Takes somebody out of the shop; their tokens end within a second (product.md U14). */
export async function removeStaff(work: Work, input: Removing): Promise<void> {
  const { staffId, merchantId, giver, origin, announce } = input
  if (origin.actorId === staffId) throw UserErrors.NOT_YOURSELF()
  await lockShop(work, merchantId)
  const member = await loadMember(work.sql, { staffId, merchantId })
  checkMayGive(giver, powersOf('merchant', member.roles).permissions)
  await endMembership(work, { staffId, merchantId })
  if ((await countOwners(work, merchantId)) === 0) throw UserErrors.LAST_OWNER()
  await revokeTokens(work, {
    audience: 'merchant',
    subjectId: staffId,
    sessions: 'ALL',
    reason: 'REMOVED',
    announce,
  })
  const details = { roles: member.roles.map(({ code }) => code) }
  await writeAuditLog(work, {
    action: 'staff.remove',
    targetType: 'staff',
    targetId: staffId,
    details,
    origin,
  })
}
