import type { Work } from '../deps.ts'
import { releaseSlotBeforeCutoff } from '../slots/release-slot.ts'
import { findByOrder, lockOrder, saveDelivery } from './delivery.store.ts'
import { listHolds, saveHolds } from './hold.store.ts'
import { type AftersaleGoods, callOff, claimsOf } from './hold.ts'

/**
 * The goods of an after-sale are released: its lines are called off, the task with them when nothing remains, and the
 * place of the slot is given back before the cut-off (product.md §9.6). Once per after-sale and line.
 */
export async function cancelDelivery(
  work: Work,
  goods: AftersaleGoods & { orderFullyReleased: boolean },
): Promise<void> {
  const { orderId, aftersaleId } = goods
  await lockOrder(work, orderId)
  const held = (await listHolds(work, orderId)).filter((one) => one.aftersaleId === aftersaleId)
  const done = new Set(held.filter(({ status }) => status === 'CANCELLED').map(({ lineId }) => lineId))
  const claims = claimsOf(goods).filter(({ lineId }) => !done.has(lineId))
  if (goods.orderFullyReleased) await releaseSlotBeforeCutoff(work, orderId)
  if (claims.length === 0) return
  const delivery = await findByOrder(work.sql, orderId)
  if (!delivery) {
    return saveHolds(
      work,
      orderId,
      claims.map((claim) => ({ ...claim, qty: 0, status: 'CANCELLED' })),
    )
  }
  const change = callOff(delivery, claims, { held, at: work.now })
  await saveDelivery(work, delivery, change)
  await saveHolds(work, orderId, change.holds)
}
