import { happened, newId } from '@linli/core'
import { RegisterChannel, UserRegistered } from '@linli/proto/user'
import type { Work } from '../deps.ts'
import {
  findByOpenid,
  findByUnionid,
  insertIdentity,
  insertUser,
  lockIdentity,
  setUnionid,
} from './user.store.ts'
import { firstNickname, type User } from './user.ts'

/** Who WeChat says it is. */
export type WechatPerson = {
  readonly appId: string
  readonly openid: string
  readonly unionid?: string | undefined
  readonly inviterId?: string | undefined
}

/** The user of a WeChat identity: the known one, the same person from another app (unionid), else a new one. */
export async function registerUser(
  work: Work,
  person: WechatPerson,
): Promise<{ user: User; isNew: boolean }> {
  const { appId, openid, unionid } = person
  const known = await findByOpenid(work.sql, person)
  if (known) {
    if (unionid !== undefined) await setUnionid(work, { userId: known.id, unionid })
    return { user: known, isNew: false }
  }
  await lockIdentity(work, `wechat:${appId}:${openid}`)
  if (unionid !== undefined) await lockIdentity(work, `wechat-union:${unionid}`)
  const user =
    (await findByOpenid(work.sql, person)) ??
    (unionid === undefined ? undefined : await findByUnionid(work, unionid))
  if (user) {
    await insertIdentity(work, { appId, openid, userId: user.id })
    return { user, isNew: false }
  }
  return { user: await create(work, person), isNew: true }
}

async function create(work: Work, { appId, openid, unionid, inviterId }: WechatPerson): Promise<User> {
  const id = newId<'User'>(work.now)
  const user = await insertUser(work, {
    id,
    unionid: unionid ?? null,
    nickname: firstNickname(id),
    inviterId: inviterId ?? null,
  })
  await insertIdentity(work, { appId, openid, userId: id })
  work.publish(
    happened(
      UserRegistered,
      { aggregateType: 'user', aggregateId: id, aggregateVersion: user.version },
      {
        userId: id,
        channel: RegisterChannel.WECHAT,
        inviterId: inviterId,
        communityId: undefined,
        registeredAt: work.now,
        version: user.version,
      },
    ),
  )
  return user
}
