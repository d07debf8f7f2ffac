import { StaffRole } from '@linli/proto/user'
import type { Deps } from '../deps.ts'
import { powersOf } from '../roles/role.ts'
import { currentMember } from './staff.store.ts'
import { isActive } from './staff.ts'

const ROLES: Readonly<Record<string, StaffRole>> = {
  OWNER: StaffRole.OWNER,
  CLERK: StaffRole.CLERK,
  VERIFIER: StaffRole.VERIFIER,
  COURIER: StaffRole.COURIER,
  LEADER: StaffRole.LEADER,
}

/** The staff's part of `UserQuery`. */
export const staffQueries = (deps: Deps) => ({
  /** In the shop they are working in, which is the one of their token. */
  async getStaffScope({ staffId }: { staffId: string }) {
    const member = await currentMember(deps.sql, staffId)
    const powers = powersOf('merchant', member.roles)
    return {
      staffId,
      userId: member.userId ?? undefined,
      name: member.name,
      merchantId: member.merchantId,
      roles: member.roles.flatMap(({ code }) => ROLES[code] ?? []),
      pickupPointIds: [...member.pickupPointIds],
      allPickupPoints: powers.scope !== 'PICKUP_POINT',
      permissions: [...powers.permissions],
      active: isActive(member),
      version: member.version,
      asOfMs: deps.clock.now().getTime(),
    }
  },
})
