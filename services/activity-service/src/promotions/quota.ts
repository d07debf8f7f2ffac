import { quotaKey } from './price.ts'

/** One SKU of an order at a promotion's price. */
export type QuotaDemand = { readonly promotionId: string; readonly skuId: string; readonly qty: number }

/** Demand per promotion and SKU in ascending order: two lines of one SKU count together, two orders never wait in a ring. */
export function sumDemands(demands: readonly QuotaDemand[]): QuotaDemand[] {
  const sums = new Map<string, QuotaDemand>()
  for (const demand of demands) {
    const key = quotaKey(demand.promotionId, demand.skuId)
    sums.set(key, { ...demand, qty: demand.qty + (sums.get(key)?.qty ?? 0) })
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, demand]) => demand)
}

export type QuotaRow = {
  readonly promotionId: string
  readonly skuId: string
  readonly name: string
  readonly quota: number | null
  readonly perUserLimit: number | null
  readonly taken: number
  readonly takenByUser: number
}

export type QuotaRefusal = {
  readonly reason: 'QUOTA_EXHAUSTED' | 'USER_LIMIT_EXCEEDED'
  readonly name: string
  readonly promotionId: string
  readonly skuId: string
}

/** Why the demands do not fit, or undefined. Demands without a quota always fit. */
export function quotaRefusal(
  demands: readonly QuotaDemand[],
  rows: readonly QuotaRow[],
): QuotaRefusal | undefined {
  for (const { promotionId, skuId, qty } of demands) {
    const row = rows.find((each) => each.promotionId === promotionId && each.skuId === skuId)
    if (!row) continue
    const about = { name: row.name, promotionId, skuId }
    if (row.quota !== null && row.taken + qty > row.quota) return { reason: 'QUOTA_EXHAUSTED', ...about }
    if (row.perUserLimit !== null && row.takenByUser + qty > row.perUserLimit) {
      return { reason: 'USER_LIMIT_EXCEEDED', ...about }
    }
  }
  return undefined
}
