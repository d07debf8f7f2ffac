import { StaffRole } from '@linli/proto/user'
import type { Deps } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { powersOf } from '../roles/role.ts'
import { currentMember } from './staff.store.ts'
import { isActive } from './staff.ts'
import { findStaffOpenid, listReachable } from './staff-wechat.store.ts'

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

  async listReachableStaff({ merchantId, permission }: { merchantId: string; permission: string }) {
    const appId = deps.staffWechat?.appId
    const staffIds =
      appId === undefined ? [] : await listReachable(deps.sql, { appId, merchantId, permission })
    return { staffIds, asOfMs: deps.clock.now().getTime() }
  },

  async getStaffWechatIdentity({ staffId }: { staffId: string }) {
    const appId = deps.staffWechat?.appId
    const openid = appId === undefined ? undefined : await findStaffOpenid(deps.sql, { appId, staffId })
    if (appId === undefined || openid === undefined) throw UserErrors.WECHAT_IDENTITY_NOT_FOUND({ staffId })
    return { staffId, appId, openid, asOfMs: deps.clock.now().getTime() }
  },
})
