import { isAppError } from '@linli/core'
import type { Deps } from '../deps.ts'

/** Where somebody is reached; asked for at the moment of sending and never stored. */
export type Address =
  | { readonly kind: 'address'; readonly value: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unavailable' }

export type Addresses = ReadonlyMap<string, Address>

const AT_ONCE = 8
const BATCH = 100

/** The openids of users in the residents' mini-program. */
export const gatherOpenids = ({ user, wechat }: Deps, userIds: readonly string[]): Promise<Addresses> =>
  eachOpenid(userIds, (userId) => user.getWechatIdentity({ userId, appId: wechat.appId }))

/** The openids of staff in theirs. */
export const gatherStaffOpenids = ({ user }: Deps, staffIds: readonly string[]): Promise<Addresses> =>
  eachOpenid(staffIds, (staffId) => user.getStaffWechatIdentity({ staffId }))

async function eachOpenid(
  recipientIds: readonly string[],
  ask: (id: string) => Promise<{ openid: string }>,
): Promise<Addresses> {
  const ids = [...new Set(recipientIds)]
  const found = new Map<string, Address>()
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    await Promise.all(
      ids.slice(from, from + AT_ONCE).map(async (id) => {
        found.set(id, await ask(id).then(({ openid }) => addressOf(openid), missing))
      }),
    )
  }
  return found
}

/** The phones of users. */
export async function gatherPhones({ user }: Deps, userIds: readonly string[]): Promise<Addresses> {
  const ids = [...new Set(userIds)]
  const found = new Map<string, Address>(ids.map((id) => [id, { kind: 'none' }]))
  for (let from = 0; from < ids.length; from += BATCH) {
    const some = ids.slice(from, from + BATCH)
    try {
      const { users } = await user.batchGetUsers({ userIds: some })
      for (const { userId, phone, status } of users)
        if (status !== 'DELETED') found.set(userId, addressOf(phone))
    } catch (error) {
      for (const id of some) found.set(id, missing(error))
    }
  }
  return found
}

const addressOf = (value: string): Address => (value === '' ? { kind: 'none' } : { kind: 'address', value })

/** Not found is an answer; whatever else went wrong may be right in a moment. */
function missing(error: unknown): Address {
  if (!isAppError(error)) throw error
  return error.kind === 'not_found' ? { kind: 'none' } : { kind: 'unavailable' }
}
