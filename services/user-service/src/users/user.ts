import { defineMachine, tidyText } from '@linli/core'
import { UserErrors } from '../errors.ts'

export const userMachine = defineMachine('user', 'ACTIVE', {
  ACTIVE: { disable: 'DISABLED', leave: 'LEAVING' },
  DISABLED: { enable: 'ACTIVE' },
  LEAVING: { stay: 'ACTIVE', disable: 'DISABLED', erase: 'DELETED' },
  DELETED: {},
})

export type UserStatus = (typeof userMachine)['states'][number]
export type Gender = 'UNKNOWN' | 'FEMALE' | 'MALE'

/** A resident as stored; personal data stays sealed until a door needs it. */
export type User = {
  readonly id: string
  readonly nickname: string
  readonly avatarUrl: string
  readonly gender: Gender
  /** Calendar day. */
  readonly birthday: string | null
  readonly phoneSealed: string | null
  readonly identitySealed: string | null
  readonly communityId: string | null
  readonly pickupPointId: string | null
  readonly status: UserStatus
  readonly statusReason: string | null
  readonly disabledUntil: Date | null
  readonly memberLevel: number
  /** Paid for goods of completed orders and not given back, in fen. */
  readonly growthFen: number
  readonly memberPriceBp: number
  readonly firstOrderCompletedAt: Date | null
  readonly version: number
  readonly createdAt: Date
}

/** What the resident may change; absent = unchanged. */
export type Profile = {
  readonly nickname?: string
  readonly avatarUrl?: string
  readonly gender?: Gender
  readonly birthday?: string | null
  /** Sealed already. */
  readonly identitySealed?: string
}

/** The name of somebody who has not told theirs: WeChat does not tell it either (product.md U01). */
export function firstNickname(userId: string): string {
  return `邻居${userId.slice(-4)}`
}

const NICKNAME_CHARS = 20
/** Names that would pass for the platform's own people. */
const RESERVED = /官方|客服|管理员|系统消息|邻里生鲜|admin|linli/i
/** Control, format (zero width, direction overrides) and private-use characters. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u

/** @returns the nickname with its outer spaces gone. @throws NICKNAME_REFUSED */
export function checkNickname(text: string): string {
  const nickname = tidyText(text)
  const length = [...nickname].length
  if (length < 1 || length > NICKNAME_CHARS || INVISIBLE.test(nickname) || RESERVED.test(nickname)) {
    throw UserErrors.NICKNAME_REFUSED()
  }
  return nickname
}

const OLDEST_YEARS = 120

/** @param today the business day. @throws BIRTHDAY_REFUSED for a day in the future or beyond a lifetime. */
export function checkBirthday(birthday: string, today: string): string {
  const oldest = `${Number(today.slice(0, 4)) - OLDEST_YEARS}${today.slice(4)}`
  if (birthday > today || birthday < oldest) throw UserErrors.BIRTHDAY_REFUSED()
  return birthday
}

/** Why a user may not order, take a coupon or join a group; undefined = they may. */
export function eligibilityOf(
  user: Pick<User, 'status' | 'firstOrderCompletedAt'> | undefined,
  mustBeNew: boolean,
): 'NOT_FOUND' | 'DISABLED' | 'LEAVING' | 'NOT_NEW' | undefined {
  if (!user || user.status === 'DELETED') return 'NOT_FOUND'
  if (user.status !== 'ACTIVE') return user.status
  return mustBeNew && user.firstOrderCompletedAt !== null ? 'NOT_NEW' : undefined
}
