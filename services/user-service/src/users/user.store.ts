import { CommonErrors, newId } from '@linli/core'
import { columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Profile, User, UserStatus } from './user.ts'

const USER = columns(Prisma.UserScalarFieldEnum)

export async function findUser(sql: Sql, id: string): Promise<User | undefined> {
  const [row] = await sql`select ${USER} from users where id = ${id}`
  return row && fromColumns<User>(row)
}

/** @throws USER_NOT_FOUND */
export async function loadUser(sql: Sql, id: string): Promise<User> {
  const user = await findUser(sql, id)
  if (!user) throw UserErrors.USER_NOT_FOUND({ userId: id })
  return user
}

export async function findUsers(sql: Sql, ids: readonly string[]): Promise<User[]> {
  const rows = await sql`select ${USER} from users where id = any(${ids}::uuid[])`
  return rows.map((row) => fromColumns<User>(row))
}

export async function findByOpenid(
  sql: Sql,
  identity: { appId: string; openid: string },
): Promise<User | undefined> {
  const [row] = await sql`
    select ${USER.of('u')} from wechat_identities w join users u on u.id = w.user_id
    where w.app_id = ${identity.appId} and w.openid = ${identity.openid}`
  return row && fromColumns<User>(row)
}

export async function findByUnionid({ sql }: Work, unionid: string): Promise<User | undefined> {
  const [row] = await sql`select ${USER} from users where unionid = ${unionid}`
  return row && fromColumns<User>(row)
}

/** Until the commit nobody else registers this identity: concurrent first logins make one user (product.md U01). */
export async function lockIdentity({ sql }: Work, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`
}

export type NewUser = {
  readonly id: string
  readonly unionid: string | null
  readonly nickname: string
  readonly inviterId: string | null
}

export async function insertUser(work: Work, { id, unionid, nickname, inviterId }: NewUser): Promise<User> {
  // An inviter who does not exist is no reason to turn somebody away.
  const [row] = await work.sql`
    insert into users (id, unionid, nickname, register_channel, inviter_id, created_at, updated_at)
    values (${id}, ${unionid}, ${nickname}, 'WECHAT', (select id from users where id = ${inviterId}), ${work.now}, ${work.now})
    returning ${USER}`
  if (!row) throw new Error('the inserted user was not returned')
  return fromColumns<User>(row)
}

export async function insertIdentity(
  work: Work,
  identity: { appId: string; openid: string; userId: string },
): Promise<void> {
  await work.sql`
    insert into wechat_identities (app_id, openid, user_id, created_at)
    values (${identity.appId}, ${identity.openid}, ${identity.userId}, ${work.now})
    on conflict (user_id, app_id) do update set openid = excluded.openid`
}

/** Fills in what an earlier login did not tell. */
export async function setUnionid(
  { sql }: Work,
  { userId, unionid }: { userId: string; unionid: string },
): Promise<void> {
  await sql`
    update users set unionid = ${unionid} where id = ${userId} and unionid is null
      and not exists (select 1 from users where unionid = ${unionid})`
}

export async function lockUser({ sql }: Work, id: string): Promise<User> {
  const [row] = await sql`select ${USER} from users where id = ${id} for update`
  if (!row) throw UserErrors.USER_NOT_FOUND({ userId: id })
  return fromColumns<User>(row)
}

type ProfileChange = { readonly userId: string; readonly version: number; readonly profile: Profile }

/** @throws VERSION_CONFLICT when somebody changed the profile since it was read. */
export async function updateProfile(work: Work, { userId, version, profile }: ProfileChange): Promise<User> {
  const { nickname = null, avatarUrl = null, gender = null, birthday, identitySealed = null } = profile
  const [row] = await work.sql`
    update users set nickname = coalesce(${nickname}, nickname), avatar_url = coalesce(${avatarUrl}, avatar_url),
      gender = coalesce(${gender}, gender),
      birthday = case when ${birthday !== undefined} then ${birthday ?? null}::date else birthday end,
      identity_sealed = coalesce(${identitySealed}, identity_sealed),
      version = version + 1, updated_at = ${work.now}
    where id = ${userId} and version = ${version} returning ${USER}`
  if (!row) throw CommonErrors.VERSION_CONFLICT({ userId })
  return fromColumns<User>(row)
}

type Phone = { readonly userId: string; readonly phoneSealed: string; readonly phoneIndex: string }

/** @throws a unique violation when somebody else has this number. */
export async function setPhone(work: Work, { userId, phoneSealed, phoneIndex }: Phone): Promise<User> {
  const [row] = await work.sql`
    update users set phone_sealed = ${phoneSealed}, phone_index = ${phoneIndex}, version = version + 1,
      updated_at = ${work.now}
    where id = ${userId} and status in ('ACTIVE', 'LEAVING') returning ${USER}`
  if (!row) throw UserErrors.USER_NOT_FOUND({ userId })
  return fromColumns<User>(row)
}

/** The name of an account without a person. */
const NOBODY = '已注销用户'

/** What is left of a deleted user is an id that orders and ledgers refer to. */
export async function erasePerson(work: Work, userId: string): Promise<void> {
  await work.sql`delete from wechat_identities where user_id = ${userId}`
  await work.sql`delete from user_tags where user_id = ${userId}`
  await work.sql`
    update users set nickname = ${NOBODY}, avatar_url = '', gender = 'UNKNOWN', birthday = null, unionid = null,
      phone_sealed = null, phone_index = null, identity_sealed = null, community_id = null, pickup_point_id = null
    where id = ${userId}`
}

type Place = { readonly userId: string; readonly communityId: string; readonly pickupPointId: string | null }

export async function updatePlace(work: Work, { userId, communityId, pickupPointId }: Place): Promise<User> {
  const [row] = await work.sql`
    update users set community_id = ${communityId}, pickup_point_id = ${pickupPointId},
      version = version + 1, updated_at = ${work.now}
    where id = ${userId} returning ${USER}`
  if (!row) throw UserErrors.USER_NOT_FOUND({ userId })
  return fromColumns<User>(row)
}

export type StatusChange = {
  readonly event: string
  readonly to: UserStatus
  readonly reason: string
  readonly until: Date | null
  readonly actorId: string | null
  readonly traceId: string | null
}

export async function saveStatus(work: Work, user: User, change: StatusChange): Promise<User> {
  const { event, to, reason, until, actorId, traceId } = change
  const [row] = await work.sql`
    with history as (
      insert into user_history (id, user_id, from_status, event, to_status, reason, actor_id, at, trace_id)
      values (${newId(work.now)}, ${user.id}, ${user.status}, ${event}, ${to}, ${reason}, ${actorId}, ${work.now}, ${traceId}))
    update users set status = ${to}, status_reason = ${reason}, disabled_until = ${until},
      version = version + 1, updated_at = ${work.now}
    where id = ${user.id} returning ${USER}`
  if (!row) throw UserErrors.USER_NOT_FOUND({ userId: user.id })
  return fromColumns<User>(row)
}

/** Users whose ban is over. */
export async function listLiftable(sql: Sql, { at, limit }: { at: Date; limit: number }): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    select id from users where status = 'DISABLED' and disabled_until <= ${at} order by disabled_until limit ${limit}`
  return rows.map(({ id }) => id)
}

export async function markOrdered(
  { sql }: Work,
  { userId, at }: { userId: string; at: Date },
): Promise<boolean> {
  const rows = await sql`
    update users set first_order_completed_at = least(first_order_completed_at, ${at}) where id = ${userId} returning id`
  return rows.length > 0
}

export type UserFilter = {
  readonly status?: string
  readonly communityId?: string
  readonly phoneIndex?: string
  readonly nickname?: string
  readonly tagId?: string
  readonly memberLevel?: number
}

/** Newest first. */
export async function listUsers(
  sql: Sql,
  filter: UserFilter,
  { skip, take }: { skip: number; take: number },
) {
  const {
    status = null,
    communityId = null,
    phoneIndex = null,
    nickname = null,
    tagId = null,
    memberLevel = null,
  } = filter
  const rows = await sql<{ total: number }>`
    select ${USER}, count(*) over () as total from users
    where (${status}::text is null or status = ${status}) and (${communityId}::uuid is null or community_id = ${communityId})
      and (${phoneIndex}::text is null or phone_index = ${phoneIndex})
      and (${nickname}::text is null or strpos(nickname, ${nickname}) > 0)
      and (${tagId}::uuid is null or exists (
            select 1 from user_tags t where t.user_id = users.id and t.tag_id = ${tagId}))
      and (${memberLevel}::integer is null or member_level = ${memberLevel})
    order by created_at desc, id desc limit ${take} offset ${skip}`
  return { items: rows.map((row) => fromColumns<User>(row)), total: rows[0]?.total ?? 0 }
}

export type WechatIdentity = {
  readonly openid: string
  readonly unionid: string | null
  readonly version: number
}

export async function findIdentity(
  sql: Sql,
  user: { userId: string; appId: string },
): Promise<WechatIdentity | undefined> {
  const [row] = await sql<WechatIdentity>`
    select w.openid, u.unionid, u.version from wechat_identities w join users u on u.id = w.user_id
    where w.user_id = ${user.userId} and w.app_id = ${user.appId}`
  return row
}
