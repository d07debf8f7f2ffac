import { happened } from '@linli/core'
import { UserDeleted } from '@linli/proto/user'
import { eraseAddresses } from '../addresses/erase-addresses.ts'
import type { Origin } from '../audit-logs/origin.ts'
import type { Work } from '../deps.ts'
import { eraseLeader } from '../leaders/erase-leader.ts'
import { unbindStaff } from '../staff/unbind-staff.ts'
import { revokeTokens } from '../tokens/revoke-tokens.ts'
import type { Announce } from '../tokens/token.ts'
import { moveUser } from './move-user.ts'
import { erasePerson } from './user.store.ts'

type Erasing = { readonly userId: string; readonly origin: Origin; readonly announce: Announce }

/**
 * Takes the person out of the account: what others refer to by its id stays, and nobody can be found by it any more
 * (product.md U19). Their WeChat may register anew, as somebody new.
 */
export async function eraseUser(work: Work, { userId, origin, announce }: Erasing): Promise<void> {
  const { version } = await moveUser(work, {
    userId,
    event: 'erase',
    reason: '账号注销',
    until: null,
    action: 'user.delete',
    origin,
  })
  await erasePerson(work, userId)
  await eraseAddresses(work, userId)
  await eraseLeader(work, { userId, origin })
  await unbindStaff(work, userId)
  await revokeTokens(work, {
    audience: 'user',
    subjectId: userId,
    sessions: 'ALL',
    reason: 'DELETED',
    announce,
  })
  work.publish(
    happened(
      UserDeleted,
      { aggregateType: 'user', aggregateId: userId, aggregateVersion: version },
      { userId, deletedAt: work.now, version },
    ),
  )
}
