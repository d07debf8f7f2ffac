import {
  type CheckUserEligibilityResponse,
  EligibilityKind,
  IneligibleReason,
  UserStatus,
} from '@linli/proto/user'
import type { Deps } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { phoneMaskedOf } from './user.schema.ts'
import { findIdentity, findUser, findUsers, loadUser } from './user.store.ts'
import { eligibilityOf, type User } from './user.ts'

const MAX_BATCH = 100

/** The users' part of `UserQuery`. */
export const userQueries = (deps: Deps) => ({
  async getUser({ userId }: { userId: string }) {
    const user = await loadUser(deps.sql, userId)
    const phone = user.phoneSealed === null ? '' : deps.vault.open(user.phoneSealed)
    return { ...toMessage(user, deps), phone }
  },

  /** Without phones: whoever calls or texts asks for one user at a time. */
  async batchGetUsers({ userIds }: { userIds: readonly string[] }) {
    const ids = [...new Set(userIds)].slice(0, MAX_BATCH)
    const users = await findUsers(deps.sql, ids)
    const found = new Set(users.map(({ id }) => id))
    return {
      users: users.map((user) => toMessage(user, deps)),
      missingIds: ids.filter((id) => !found.has(id)),
      asOfMs: deps.clock.now().getTime(),
    }
  },

  async getWechatIdentity({ userId, appId }: { userId: string; appId: string }) {
    const identity = await findIdentity(deps.sql, { userId, appId })
    if (!identity) throw UserErrors.WECHAT_IDENTITY_NOT_FOUND({ userId })
    const { openid, unionid, version } = identity
    return {
      userId,
      appId,
      openid,
      unionid: unionid ?? undefined,
      version,
      asOfMs: deps.clock.now().getTime(),
    }
  },

  async checkUserEligibility({
    userId,
    kind,
  }: {
    userId: string
    kind: EligibilityKind
  }): Promise<CheckUserEligibilityResponse> {
    const user = await findUser(deps.sql, userId)
    const refusal = eligibilityOf(user, kind === EligibilityKind.NEW_USER)
    return {
      eligible: refusal === undefined,
      reason: refusal === undefined ? undefined : IneligibleReason[refusal],
      detail: refusal === undefined ? '' : DETAILS[refusal],
      until: user?.disabledUntil ?? undefined,
      version: user?.version ?? 0,
      asOfMs: deps.clock.now().getTime(),
    }
  },
})

const DETAILS = {
  NOT_FOUND: '用户不存在',
  DISABLED: '账号已停用',
  LEAVING: '账号正在注销',
  NOT_NEW: '仅限新用户',
} as const

function toMessage(user: User, deps: Deps) {
  return {
    userId: user.id,
    nickname: user.nickname,
    avatarUrl: user.avatarUrl,
    status: UserStatus[user.status],
    phoneMasked: phoneMaskedOf(user, deps.vault),
    phone: '',
    communityId: user.communityId ?? undefined,
    pickupPointId: user.pickupPointId ?? undefined,
    memberLevel: user.memberLevel,
    memberPriceBp: user.memberPriceBp,
    registeredAt: user.createdAt,
    version: user.version,
    asOfMs: deps.clock.now().getTime(),
  }
}
