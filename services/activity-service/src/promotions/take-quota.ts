import type { Work } from '../deps.ts'
import {
  type Holder,
  insertReturns,
  insertTakings,
  lockQuotas,
  lockTakings,
  returnTakings,
} from './quota.store.ts'
import { type QuotaDemand, type QuotaRefusal, quotaRefusal, sumDemands } from './quota.ts'

/**
 * Takes what an order needs of the promotions' quotas and its user's limits: all of it or nothing (A19).
 * @returns what was taken, or why nothing was
 */
export async function takeQuota(
  work: Work,
  demands: readonly QuotaDemand[],
  holder: Holder,
): Promise<{ taken: QuotaDemand[] } | { refusal: QuotaRefusal }> {
  const wanted = sumDemands(demands)
  if (wanted.length === 0) return { taken: [] }
  const rows = await lockQuotas(work, wanted, holder.userId)
  const refusal = quotaRefusal(wanted, rows)
  if (refusal) return { refusal }
  const limited = new Set(rows.map(({ promotionId, skuId }) => `${promotionId}/${skuId}`))
  const taken = wanted.filter(({ promotionId, skuId }) => limited.has(`${promotionId}/${skuId}`))
  if (taken.length > 0) await insertTakings(work, taken, holder)
  return { taken }
}

/** Gives back all that the order still holds. @returns it */
export async function releaseQuota(work: Work, orderId: string): Promise<QuotaDemand[]> {
  const held = (await lockTakings(work, orderId)).filter(({ qty }) => qty > 0)
  if (held.length > 0) await returnTakings(work, held, orderId)
  return held
}

/** Gives back what an after-sale released, once per after-sale and at most what is still held (product.md §9.6). */
export async function returnQuota(
  work: Work,
  demands: readonly QuotaDemand[],
  about: { orderId: string; aftersaleId: string },
): Promise<void> {
  const held = new Map(
    (await lockTakings(work, about.orderId)).map((taking) => [
      `${taking.promotionId}/${taking.skuId}`,
      taking.qty,
    ]),
  )
  const back = sumDemands(demands).flatMap((demand) => {
    const qty = Math.min(demand.qty, held.get(`${demand.promotionId}/${demand.skuId}`) ?? 0)
    return qty > 0 ? [{ ...demand, qty }] : []
  })
  const fresh = back.length > 0 ? await insertReturns(work, back, about) : []
  if (fresh.length > 0) await returnTakings(work, fresh, about.orderId)
}

/** What the order holds of quotas now. */
export const heldQuota = async (work: Work, orderId: string): Promise<QuotaDemand[]> =>
  (await lockTakings(work, orderId)).filter(({ qty }) => qty > 0)
