import { happened } from '@linli/core'
import { PointsFreezeFailed, PointsFrozen, type PointsRefusal } from '@linli/proto/points'
import type { Work } from '../deps.ts'
import { lockAccount, record } from './account.store.ts'
import { type Account, freezing } from './account.ts'
import { addHold, lockHold } from './hold.store.ts'

export type FreezeRequest = { readonly orderId: string; readonly userId: string; readonly points: number }

const NOTHING_HELD = new Set(['REJECTED', 'UNFROZEN'])

/**
 * Sets points aside for an order and answers the saga; a refusal is an answer, not an error. An order that was asked for
 * before is answered again; one that was closed before it was asked for is refused by its tombstone.
 */
export async function freezePoints(work: Work, request: FreezeRequest): Promise<void> {
  const { orderId, userId, points } = request
  if (await lockHold(work, orderId)) return answerAgain(work, request)
  const account = await lockAccount(work, userId)
  const refusal = refusalOf(account, points)
  const hold = refusal
    ? ({ userId: null, points: 0, status: 'REJECTED' } as const)
    : ({ userId, points, status: 'FROZEN' } as const)
  // The close of the order may have come between the look and here: its tombstone decides, and nothing is taken.
  if (!(await addHold(work, { orderId, ...hold }))) return answerAgain(work, request)
  if (refusal) return refuse(work, request, { account, reason: refusal })
  const moved = await record(work, account, {
    bizType: 'ORDER',
    bizId: orderId,
    direction: 'FREEZE',
    movement: freezing(points),
  })
  tellFrozen(work, request, moved)
}

function refusalOf({ accountFrozen, available }: Account, points: number): PointsRefusal | undefined {
  if (accountFrozen) return 'ACCOUNT_FROZEN'
  return available < points ? 'INSUFFICIENT' : undefined
}

async function answerAgain(work: Work, request: FreezeRequest): Promise<void> {
  const hold = await lockHold(work, request.orderId)
  if (!hold) throw new Error(`the hold of order ${request.orderId} vanished`)
  const account = await lockAccount(work, request.userId)
  if (NOTHING_HELD.has(hold.status)) refuse(work, request, { account, reason: 'ORDER_CLOSED' })
  else tellFrozen(work, request, account)
}

const about = ({ userId, version }: Account) => ({
  aggregateType: 'points',
  aggregateId: userId,
  aggregateVersion: version,
})

function refuse(
  work: Work,
  { orderId, userId, points }: FreezeRequest,
  { account, reason }: { account: Account; reason: PointsRefusal },
): void {
  const { available, version } = account
  work.publish(
    happened(PointsFreezeFailed, about(account), {
      orderId,
      userId,
      requested: points,
      available,
      reason,
      failedAt: work.now,
      version,
    }),
  )
}

function tellFrozen(work: Work, { orderId, userId, points }: FreezeRequest, account: Account): void {
  const { version } = account
  work.publish(
    happened(PointsFrozen, about(account), { orderId, userId, points, frozenAt: work.now, version }),
  )
}
