import type { Work } from '../deps.ts'
import { findByOrder, lockOrder, saveDelivery } from './delivery.store.ts'
import { listHolds, saveHolds } from './hold.store.ts'
import { type AftersaleGoods, claimsOf, hold } from './hold.ts'

/**
 * An after-sale was approved: its goods must not be handed out. Without a task (the order may still be waiting for
 * its group, or never be prepared) the hold waits for one.
 */
export async function holdDelivery(work: Work, goods: AftersaleGoods): Promise<void> {
  const { orderId, aftersaleId } = goods
  await lockOrder(work, orderId)
  const known = new Set(
    (await listHolds(work, orderId))
      .filter((one) => one.aftersaleId === aftersaleId)
      .map(({ lineId }) => lineId),
  )
  const claims = claimsOf(goods).filter(({ lineId }) => !known.has(lineId)) // said twice, or called off already
  if (claims.length === 0) return
  const delivery = await findByOrder(work.sql, orderId)
  if (!delivery) {
    return saveHolds(
      work,
      orderId,
      claims.map((claim) => ({ ...claim, qty: 0, status: 'HELD' })),
    )
  }
  const change = hold(delivery, claims)
  await saveDelivery(work, delivery, change)
  await saveHolds(work, orderId, change.holds)
}
