import type { Work } from '../deps.ts'
import { PointsErrors } from '../errors.ts'
import { lockAccount, record } from './account.store.ts'
import { consuming, unfreezing } from './account.ts'
import { addHold, lockHold, moveHold } from './hold.store.ts'

/** The order is paid: what was set aside is spent. @throws HOLD_NOT_FOUND while the freeze has not arrived */
export async function consumeHold(work: Work, orderId: string): Promise<string | undefined> {
  const hold = await lockHold(work, orderId)
  if (!hold?.userId) throw PointsErrors.HOLD_NOT_FOUND({ orderId })
  if (hold.status === 'CONSUMED') return undefined
  await moveHold(work, hold, 'consume')
  const account = await lockAccount(work, hold.userId)
  const movement = consuming(hold.points)
  await record(work, account, { bizType: 'ORDER', bizId: orderId, direction: 'CONSUME', movement })
  return hold.userId
}

/** The order is closed unpaid: what was set aside goes back. Before the freeze it leaves a tombstone. */
export async function unfreezeHold(work: Work, orderId: string): Promise<string | undefined> {
  const tombstone = await addHold(work, { orderId, userId: null, points: 0, status: 'REJECTED' })
  const hold = tombstone ? undefined : await lockHold(work, orderId)
  if (!hold?.userId || hold.status === 'UNFROZEN') return undefined
  await moveHold(work, hold, 'unfreeze')
  const account = await lockAccount(work, hold.userId)
  const movement = unfreezing(hold.points)
  await record(work, account, { bizType: 'ORDER', bizId: orderId, direction: 'UNFREEZE', movement })
  return hold.userId
}
